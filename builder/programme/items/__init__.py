"""The quality of test questions: difficulty, discrimination and distractors, from answer sheets by code."""
