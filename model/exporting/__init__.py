"""Ways out: the report as a file of every format, from one table that command line, menu and dialogs read.

A new format is a module with its writer, and one line in `formats`.
"""

from model.exporting.formats import FORMATS, Format, Job, format_named
from model.exporting.leaving import Leaving, leave

__all__ = ["FORMATS", "Format", "Job", "Leaving", "format_named", "leave"]
