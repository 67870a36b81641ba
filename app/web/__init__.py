"""The shell: access, errors, headers, forms, templates."""
