"""Hostile dossiers, words and surroundings, and what the command line does with them.

``python -m tests.fuzz --runs N`` for a long run; a short one is part of the tests.
"""
