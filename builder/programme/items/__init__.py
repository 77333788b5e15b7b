"""The quality of test questions: from answer sheets by code to each question's difficulty, discrimination and
distractors.
"""
