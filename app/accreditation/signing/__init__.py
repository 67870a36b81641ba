"""Signing: the issuer's keys, the signature in a certificate's PDF, and the examination of a PDF that claims one."""
