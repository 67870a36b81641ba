// Judges badges by a JSON schema (draft 2019-09, formats checked) with Ajv. Nothing is fetched.
// In: {"schema", "badges": [badge]}. Out: a list of what is wrong, for each badge in turn.
import Ajv from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import {readFileSync} from 'node:fs';

const {schema, badges} = JSON.parse(readFileSync(0, 'utf8'));
const ajv = new Ajv({allErrors: true, strict: false});
addFormats(ajv);
const holds = ajv.compile(schema);
const said = badges.map(badge => holds(badge) ? [] : holds.errors.map(one => `${one.instancePath} ${one.message}`));
console.log(JSON.stringify(said));
