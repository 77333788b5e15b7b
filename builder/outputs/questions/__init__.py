"""The quizzes as question banks of learning platforms. They hold every key, so they are for trainers alone."""
