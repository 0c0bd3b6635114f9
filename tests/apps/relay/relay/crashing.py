def crash(text: str) -> int:
    return int(text)
