"""Spreadsheets and data packages to the files of a dossier: sheets → tables → records → files."""
