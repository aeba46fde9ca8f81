"""The Windows half built, installed, used and tested where no Windows is: `python -m tests.windows`."""
