"""Trainers' certificates that anybody can check: signing, the published folder, checking."""
