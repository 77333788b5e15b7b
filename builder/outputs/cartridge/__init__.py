"""The participants' course as pages and quizzes for learning platforms: Common Cartridge 1.1 and 1.3, and a Moodle Book."""
