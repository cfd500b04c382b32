"""A function to compile."""

from core.machine.memory import table_at


def write_parts(part, parts, arguments):
    """Write how many parts there are to the place of this part."""
    table_at(arguments)[part] = parts
