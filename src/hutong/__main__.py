"""`python -m hutong`, and what the executable file runs."""

from hutong.cli import main

if __name__ == "__main__":
    main()
