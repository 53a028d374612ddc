"""Files out: tables and quotes, by the ending of the file."""

from qualkit.export.tabular import write_workbook
from qualkit.export.write import export_quotes, export_table

__all__ = ["export_quotes", "export_table", "write_workbook"]
