"""The participants' course as pages and quizzes of a learning platform: Common Cartridge 1.1 and 1.3, and a Moodle Book."""
