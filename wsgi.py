"""The entry for any WSGI server: settings from the environment, then the application."""

from app.factory import create_app

app = create_app()
