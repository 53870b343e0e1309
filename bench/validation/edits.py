def edits(*a):
    return []
