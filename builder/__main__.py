"""`python -m builder` is the command `taller`."""

if __name__ == "__main__":
    from builder.cli import main  # processes that a build begins import this file, too, and need no command

    main()
