"""Queries that kill or choke engines, by family and size, each with its right answer.

A family makes a query of a given size. Where the right answer does not depend on
the data, it is given as the CSV of the result, and an engine that answers at all
has to give it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Family = Callable[[int], "Killer"]
E = "http://e/"


@dataclass(frozen=True)
class Killer:
    """A query and, where it is known, the CSV that answers it."""

    text: str
    answer: str | None = None


def one(body: str) -> Killer:
    """A query over a pattern that binds ?x to 1."""
    return Killer(f"SELECT ?x {{ {body} }}", "x\r\n1\r\n")


def value(expression: str, answer: str) -> Killer:
    """A query for the value of an expression."""
    return Killer(f"SELECT ({expression} AS ?x) {{}}", f"x\r\n{answer}\r\n")


def count(body: str, answer: int | None = None) -> Killer:
    """A query for the number of solutions."""
    csv = None if answer is None else f"n\r\n{answer}\r\n"
    return Killer(f"SELECT (COUNT(*) AS ?n) {{ {body} }}", csv)


def wrapped(size: int, before: str, inside: str, after: str) -> str:
    """Something inside so many pairs of brackets."""
    return before * size + inside + after * size


BIND = "BIND(1 AS ?x)"


def nested_groups(size: int) -> Killer:
    return one(wrapped(size, "{", BIND, "}"))


def nested_optionals(size: int) -> Killer:
    return one(BIND + wrapped(size, f" OPTIONAL {{ <{E}a> <{E}b> <{E}c> ", "", "}"))


def nested_exists(size: int) -> Killer:
    return one(BIND + wrapped(size, " FILTER NOT EXISTS {" * 2, "", "}" * 2))


def nested_minus(size: int) -> Killer:
    return one(BIND + wrapped(size, f" MINUS {{ <{E}a> <{E}b> ?x ", "", "}"))


def nested_unions(size: int) -> Killer:
    return one(wrapped(size, f"{{ ?x <{E}none> ?y }} UNION {{", BIND, "}"))


def nested_selects(size: int) -> Killer:
    return one(wrapped(size, "{ SELECT ?x {", BIND, "}}"))


def nested_graphs(size: int) -> Killer:
    return count(wrapped(size, f"GRAPH <{E}none> {{", f"<{E}a> <{E}b> <{E}c>", "}"), 0)


def nested_brackets(size: int) -> Killer:
    return value(wrapped(size, "(", "1", ")"), "1")


def nested_negation(size: int) -> Killer:
    return value("!" * (2 * size) + "true", "true")


def nested_minus_signs(size: int) -> Killer:
    return value("- " * (2 * size) + "(1)", "1")


def nested_calls(size: int) -> Killer:
    return value(wrapped(size, "UCASE(", '"a"', ")"), "A")


def nested_ifs(size: int) -> Killer:
    return value(wrapped(size, "IF(true, ", "1", ", 2)"), "1")


def nested_coalesce(size: int) -> Killer:
    return value(wrapped(size, "COALESCE(1/0, ", "1", ")"), "1")


def nested_blank_nodes(size: int) -> Killer:
    return count(f"<{E}a> <{E}p> " + wrapped(size, f"[ <{E}p> ", "1", "]"), 0)


def nested_lists(size: int) -> Killer:
    return count(f"<{E}a> <{E}p> " + wrapped(size, "(", "1", ")"), 0)


def nested_triples(size: int) -> Killer:
    return count(f"?s <{E}p> " + wrapped(size, f"<<( <{E}s> <{E}p> ", "1", ")>>"), 0)


def nested_paths(size: int) -> Killer:
    return count(f"<{E}a> " + wrapped(size, "(", f"<{E}p>", ")*") + f" <{E}b>", 0)


def nested_path_brackets(size: int) -> Killer:
    return count(f"<{E}a> " + wrapped(size, "(", f"<{E}p>", ")") + f" <{E}b>", 0)


def sum_of(size: int) -> Killer:
    return value("+".join(["1"] * size), str(size))


def product_of(size: int) -> Killer:
    return value("*".join(["1"] * size), "1")


def long_or(size: int) -> Killer:
    return value("||".join([*["false"] * (size - 1), "true"]), "true")


def long_and(size: int) -> Killer:
    return value("&&".join(["true"] * size), "true")


def long_concat(size: int) -> Killer:
    return value("STRLEN(CONCAT(" + ",".join(['"ab"'] * size) + "))", str(2 * size))


def long_coalesce(size: int) -> Killer:
    return value("COALESCE(" + ",".join(["1/0"] * size) + ",1)", "1")


def many_unions(size: int) -> Killer:
    return one(f"{{ ?x <{E}none> 1 }} UNION " * size + f"{{ {BIND} }}")


def many_optionals(size: int) -> Killer:
    return one(BIND + f" OPTIONAL {{ ?x <{E}none> ?y }}" * size)


def many_minus(size: int) -> Killer:
    return one(BIND + f" MINUS {{ ?x <{E}none> ?y }}" * size)


def many_filters(size: int) -> Killer:
    return one(BIND + " FILTER(?x = 1)" * size)


def many_exists(size: int) -> Killer:
    return one(BIND + f" FILTER NOT EXISTS {{ ?x <{E}none> ?y }}" * size)


def many_binds(size: int) -> Killer:
    chain = " ".join(f"BIND(?v{n} AS ?v{n + 1})" for n in range(size))
    return one(f"BIND(1 AS ?v0) {chain} BIND(?v{size} AS ?x)")


def many_selects(size: int) -> Killer:
    return one(BIND + " ".join(f"{{ SELECT (1 AS ?v{n}) {{}} }}" for n in range(size)))


def many_patterns(size: int) -> Killer:
    return count(" ".join(f"?v{n} <{E}p{n}> ?v{n + 1} ." for n in range(size)), 0)


def many_stars(size: int) -> Killer:
    return count(" ".join(f"?s <{E}p{n}> ?v{n} ." for n in range(size)), 0)


def many_strangers(size: int) -> Killer:
    return count(" ".join(f"?a{n} <{E}p{n}> ?b{n} ." for n in range(size)), 0)


def many_variables(size: int) -> Killer:
    return Killer("SELECT " + " ".join(f"?v{n}" for n in range(size)) + " {} LIMIT 0")


def many_aggregates(size: int) -> Killer:
    names = " ".join(f"(COUNT(?s) AS ?v{n})" for n in range(size))
    return Killer(f"SELECT {names} {{ ?s <{E}none> ?o }}")


def many_prefixes(size: int) -> Killer:
    lines = " ".join(f"PREFIX p{n}: <{E}{n}/>" for n in range(size))
    return Killer(f"{lines} SELECT (1 AS ?x) {{}}", "x\r\n1\r\n")


def many_datasets(size: int) -> Killer:
    names = " ".join(f"FROM <{E}{n}>" for n in range(size))
    return Killer(f"SELECT (COUNT(*) AS ?n) {names} {{ ?s ?p ?o }}", "n\r\n0\r\n")


def many_orders(size: int) -> Killer:
    return Killer(f"SELECT ?x {{ {BIND} }} ORDER BY " + " ".join(["?x"] * size), "x\r\n1\r\n")


def values_rows(size: int) -> Killer:
    return count("VALUES ?x { " + " ".join(str(n) for n in range(size)) + " }", size)


def values_columns(size: int) -> Killer:
    names = " ".join(f"?v{n}" for n in range(size))
    return count(f"VALUES ({names}) {{ ({' 1' * size}) }}", 1)


def values_product(size: int) -> Killer:
    row = " ".join(str(n) for n in range(size))
    return count(" ".join(f"VALUES ?{name} {{ {row} }}" for name in "abcd"), size**4)


def values_join(size: int) -> Killer:
    row = "1 " * size
    return count(f"VALUES ?x {{ {row} }} {{ VALUES ?x {{ {row} }} }}", size * size)


def in_list(size: int) -> Killer:
    return value("1 IN (" + ",".join(str(n) for n in range(size, 0, -1)) + ")", "true")


def not_in_list(size: int) -> Killer:
    return value("0 NOT IN (" + ",".join(str(n) for n in range(1, size)) + ")", "true")


def in_list_over_all(size: int) -> Killer:
    names = ",".join(f"<{E}{n}>" for n in range(size))
    return count(f"?s ?p ?o FILTER(?o IN ({names}))", 0)


def doubling(size: int) -> Killer:
    chain = " ".join(f"BIND(CONCAT(?v{n},?v{n}) AS ?v{n + 1})" for n in range(size))
    text = f"BIND('aaaaaaaaaa' AS ?v0) {chain} BIND(STRLEN(?v{size}) AS ?x)"
    return Killer(f"SELECT ?x {{ {text} }}", f"x\r\n{10 * 2**size}\r\n")


def growing_replace(size: int) -> Killer:
    chain = " ".join(f'BIND(REPLACE(?v{n}, "a", "aaaaaaaaaa") AS ?v{n + 1})' for n in range(size))
    text = f"BIND('a' AS ?v0) {chain} BIND(STRLEN(?v{size}) AS ?x)"
    return Killer(f"SELECT ?x {{ {text} }}", f"x\r\n{10**size}\r\n")


def growing_encoding(size: int) -> Killer:
    chain = " ".join(f"BIND(ENCODE_FOR_URI(CONCAT(?v{n},?v{n})) AS ?v{n + 1})" for n in range(size))
    return Killer(f"SELECT (STRLEN(?v{size}) AS ?x) {{ BIND('%%' AS ?v0) {chain} }}")


def cross_product(size: int) -> Killer:
    return count(" ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size)))


def cross_stream(size: int) -> Killer:
    return Killer("SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size)) + " }")


def sort_bomb(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    return Killer(f"SELECT * {{ {body} }} ORDER BY ?b0 LIMIT 1")


def mixed_order(size: int) -> Killer:
    """Numbers, texts and another kind, so that the engine's order goes round in circles."""
    texts = [str(number * 7919 % 99_991) for number in range(size)]
    signs = ("{}", '"{}a"', '"{}"^^<http://e/year>')
    values = " ".join(signs[n % 3].format(text) for n, text in enumerate(texts))
    return Killer(f"SELECT ?v {{ VALUES ?v {{ {values} }} }} ORDER BY ?v LIMIT 1", "v\r\n0\r\n")


def distinct_bomb(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    return Killer(f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {body} }}")


def group_bomb(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    names = " ".join(f"?a{n} ?c{n}" for n in range(size))
    return Killer(f"SELECT (COUNT(*) AS ?n) {{ {body} }} GROUP BY {names} ORDER BY ?n LIMIT 1")


def text_bomb(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    return Killer(f"SELECT (STRLEN(GROUP_CONCAT(STR(?c0))) AS ?n) {{ {body} }}")


def graph_bomb(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    return Killer(f"CONSTRUCT {{ ?a0 ?b0 ?c{size - 1} }} WHERE {{ {body} }}")


def describe_bomb(size: int) -> Killer:
    return Killer(
        "DESCRIBE "
        + " ".join(f"?a{n}" for n in range(size))
        + " { "
        + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
        + " }"
    )


def open_paths(size: int) -> Killer:
    return count(" ".join(f"?v{n} (!<{E}none>)* ?v{n + 1} ." for n in range(size)))


def inverse_paths(size: int) -> Killer:
    return count(" ".join(f"?v{n} (!<{E}none>|^!<{E}none>)+ ?v{n + 1} ." for n in range(size)))


def long_path(size: int) -> Killer:
    return count(f"<{E}a> " + "/".join([f"<{E}p>"] * size) + f" <{E}b>", 0)


def wide_path(size: int) -> Killer:
    return count(f"<{E}a> (" + "|".join(f"<{E}p{n}>" for n in range(size)) + f")* <{E}b>", 0)


def optional_paths(size: int) -> Killer:
    step = f"(!<{E}none>)?"
    return count(f"?a {'/'.join([step] * size)} ?b")


def regex_backtracking(size: int) -> Killer:
    return value(f'REGEX("{"a" * size}b", "^(a+)+$")', "false")


def regex_counted(size: int) -> Killer:
    return count(f'?s ?p ?o FILTER(REGEX(STR(?o), "^(\\\\w{{1,{size}}}){{{size}}}$"))')


def regex_everywhere(size: int) -> Killer:
    pattern = "|".join(f".*x{n}.*y{n}.*" for n in range(size))
    return count(f'?s ?p ?o FILTER(REGEX(STR(?o), "{pattern}", "i"))')


def regex_from_data(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    return count(f"{body} ?s ?p ?o FILTER(REGEX(STR(?o), STR(?c0)))")


def inner_products(size: int) -> Killer:
    inside = "?a ?b ?c . ?d ?e ?f"
    for _ in range(size):
        inside = f"{{ SELECT ?a ?d {{ {inside} }} ORDER BY ?a ?d }}"
    return count(inside)


def late_limit(size: int) -> Killer:
    body = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(size))
    return Killer(f"SELECT * {{ {body} FILTER(?c0 = <{E}none>) }} LIMIT 1")


def far_offset(size: int) -> Killer:
    return Killer(f"SELECT ?a {{ ?a ?b ?c . ?d ?e ?f }} OFFSET {10**size} LIMIT 1")


def long_text(size: int) -> Killer:
    return value(f'STRLEN("{"x" * size}")', str(size))


def long_name(size: int) -> Killer:
    return count(f"<{E}{'x' * size}> ?p ?o", 0)


def long_number(size: int) -> Killer:
    return value(f'"{"9" * size}"', "9" * size)


def dotted_words(size: int) -> Killer:
    return Killer("SELECT * { " + "a." * size + " }")


def open_strings(size: int) -> Killer:
    return Killer("SELECT * { " + '"""a ' * size + " }")


def open_brackets(size: int) -> Killer:
    return Killer("SELECT * " + "{" * size)


def comparisons(size: int) -> Killer:
    return Killer("SELECT * { FILTER(" + "1 < " * size + "2) }")


FAMILIES: dict[str, Family] = {
    name.replace("_", "-"): made
    for name, made in list(globals().items())
    if callable(made)
    and getattr(made, "__annotations__", {}).get("return") == "Killer"
    and name not in {"one", "value", "count"}
}
