"""How good the questions of the tests are: answer sheets by code -> difficulty, discrimination and distractors of each question."""
