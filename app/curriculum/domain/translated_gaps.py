"""Reads a translated text with gaps: as many as in the source and in its order; [[ ]] where there is nothing to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from app.assessment.domain.item_words import GapWords, ItemWords, OptionWords
from app.assessment.domain.question import Gap, Question
from app.curriculum.domain.answer_lines import Feedback
from app.curriculum.domain.findings import Place
from app.curriculum.domain.gap_text import GapReader, stem_and_gaps, without_signs
from app.curriculum.domain.text_answers import accepted_text, cut_variants
from app.foundation.markdown import Page

_KEYS = re.compile(r"\((x|X|\d{1,3} ?%)\)|^\d{1,2}(?:\.\d{1,2})?: ")
_OPEN = re.compile(r"\( *\)")


class TranslatedGaps(GapReader):
    """Reads one translated text with gaps."""

    def words(self, source: Question, stem: Page, remarks: Sequence[Feedback]) -> tuple[ItemWords, list[Feedback]]:
        """Return the words of the text and of its gaps, and the remarks that belong to none of them."""
        if len(self._found) != len(source.gaps):
            self._findings.add("T08", self._place, wanted=len(source.gaps), what="gaps", found=len(self._found))
            return ItemWords("", ""), []
        reasons, others = self._reasons(remarks)
        gaps = [
            replace(self._gap_words(inside[2:-2].strip(), place, gap, source), reason_html=reasons.get(gap.key, ""))
            for (inside, place), gap in zip(self._found, source.gaps, strict=True)
        ]
        head, rest = stem_and_gaps(self._with_marks(stem.html))
        return ItemWords(head, without_signs(stem.text), gaps=tuple(gaps), gaps_html=rest), others

    def _gap_words(self, inside: str, place: Place, gap: Gap, source: Question) -> GapWords:
        if _KEYS.search(inside):
            self._findings.add("T07", place, what="A mark or a weight", example="[[ ( ) word ( ) other word ]]")
            return GapWords(gap.key)
        if gap.kind == "choice":
            said = [piece.strip() for piece in _OPEN.split(inside)[1:]]
            return GapWords(gap.key, options=self._option_words(said, place, gap))
        pieces = cut_variants(inside) if inside else []
        if gap.kind == "number" or not pieces:
            if pieces:
                self._findings.add("T07", place, what="A number", example="[[ ]]")
            return GapWords(gap.key)
        added = accepted_text(inside, gap.weight / gap.weight, source.text_rules, place, self._findings)
        return GapWords(gap.key, added=added.variants if added and not added.expression else ())

    def _option_words(self, pieces: list[str], place: Place, gap: Gap) -> tuple[OptionWords, ...]:
        if len(pieces) != len(gap.choices):
            self._findings.add("T08", place, wanted=len(gap.choices), what="options", found=len(pieces))
            return ()
        shown = [self._renderer.line(piece, place.line) for piece in pieces]
        return tuple(
            OptionWords(choice.key, said.html, said.text) for choice, said in zip(gap.choices, shown, strict=True)
        )
