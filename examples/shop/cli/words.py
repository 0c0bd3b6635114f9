"""What people read: tables, amounts, and each error in a line."""

from collections.abc import Sequence

from wit_world.imports import desk, maker

HELP = """\
Usage: shop COMMAND

  products                      what there is
  order PRODUCT[=COUNT]... [--key KEY]
                                order it; the card, as NUMBER MM/YY CODE, is read
                                from stdin. The same key orders once.
  orders                        what was ordered
  refund ORDER                  give the money back
  thumbnail LONGEST             make the PNG on stdin smaller, to stdout
"""


def dollars(cents: int) -> str:
    return f"${cents // 100}.{cents % 100:02}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as their widest cell; amounts stand at the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if cell.startswith("$") else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
    return "".join(f"{line}\n" for line in lines)


def order_row(order: desk.Order) -> tuple[str, ...]:
    lines = ", ".join(f"{line.quantity} {line.product}" for line in order.lines)
    return order.id, order.placed, order.state.name.lower(), dollars(order.total), lines


def desk_error(error: desk.Error) -> str:
    match error:
        case desk.Error_NoSuchProduct(id):
            return f'there is no "{id}". See shop products'
        case desk.Error_InvalidOrder(what):
            return what
        case desk.Error_KeyReused(id):
            return f"this key belongs to order {id}, of something else. Give another --key"
        case desk.Error_InvalidCard(field):
            return f"the card's {field} cannot be right. Type NUMBER MM/YY CODE"
        case desk.Error_Declined(why):
            return f"the card was declined: {why}"
        case desk.Error_PaymentsUnavailable(what):
            return f"payment is not possible now: {what}. Do the same again"
        case desk.Error_NoSuchOrder(id):
            return f'there is no order "{id}". See shop orders'
        case desk.Error_NotRefundable(state):
            return f"the order is {state.name.lower()}: nothing to refund"
        case desk.Error_NoStorage(what):
            return f"orders cannot be kept: {what}"
    raise TypeError(error)


def maker_error(error: maker.Error) -> str:
    match error:
        case maker.Error_NotPng():
            return "what came on stdin is no PNG"
        case maker.Error_Damaged(what):
            return f"the PNG is damaged: {what}"
        case maker.Error_Unsupported(what):
            return f"the PNG is {what}, which is not read"
        case maker.Error_TooLarge(size):
            return f"{size.width} x {size.height} pixels are too many"
        case maker.Error_InvalidLength(length):
            return f"a thumbnail is 1 to 1024 pixels long, not {length}"
    raise TypeError(error)
