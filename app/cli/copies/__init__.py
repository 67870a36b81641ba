"""How a copy of an instance is packed, and how each kind of database is put into it and taken out."""
