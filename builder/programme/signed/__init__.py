"""Trainers' certificates that anybody can check: signed tokens, the folder that is published, checking."""
