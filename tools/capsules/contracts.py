# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Reads contracts (structures of pointers to functions in hal/) and declarations of functions.

Only the form in which this tree writes headers is understood; what is not is an error, never a
guess.
"""

import dataclasses
import re

from manifest import ManifestError


@dataclasses.dataclass(frozen=True)
class Signature:
    """Result and parameters of a function; `parameters` are pairs of type and name."""
    result: str
    parameters: tuple

    def types(self):
        return [kind for kind, _ in self.parameters]

    def is_borrow(self):
        """Whether it takes one pointer, so that it can be entered as it is."""
        return len(self.parameters) == 1 and self.parameters[0][0].endswith("*")

    def is_constant_borrow(self):
        return self.is_borrow() and self.parameters[0][0].startswith("const ")


BUFFER = "struct transfer_buffer"


@dataclasses.dataclass(frozen=True)
class Contract:
    name: str
    header: str
    members: dict  # name: Signature of a function, None for a constant
    buffers: dict  # of its header; see buffer_fields()


TEXT_OR_REMARK = re.compile(r"""
    " (?:\\.|[^"\\\n])* " | ' (?:\\.|[^'\\\n])* ' | //[^\n]* | /\*.*?\*/""",
                            re.DOTALL | re.VERBOSE)


def without_comments(text):
    """What declares: texts and remarks are a blank. Lines are joined first, as in C."""
    return TEXT_OR_REMARK.sub(" ", re.sub(r"\\[ \t\v\f]*\n", "", text))


def without_directives(text):
    return re.sub(r"^\s*(?:#|%:).*$", ";", without_comments(text), flags=re.MULTILINE)


def one_line(text):
    return re.sub(r"\s+", " ", text).replace("* ", "*").strip()


def signature_of(result, parameters):
    """The Signature of the text of a result and of a list of parameters; None: not understood."""
    pairs = []
    for parameter in one_line(parameters).split(", "):
        if parameter == "void":
            break
        match = re.fullmatch(r"([\w ]+?[ *]+)(\w+)", parameter)
        if match is None:
            return None
        pairs.append((match[1].strip(), match[2]))
    return Signature(one_line(result), tuple(pairs))


def buffer_fields(text):
    """{structure: its field with a transferable buffer} of a header."""
    return {match[1]: match[2] for match in
            re.finditer(rf"\bstruct (\w+) \{{[^{{}}]*\b{BUFFER} (\w+);", without_comments(text))}


def contracts_read(header, text):
    """{name: Contract} of the structures of a header."""
    found = {}
    buffers = buffer_fields(text)
    text = without_comments(text)
    for match in re.finditer(r"\bstruct (?:[A-Z_]+ )?(\w+) \{([^{}]*)\}", text):
        members = {}
        for declaration in match[2].split(";"):
            declaration = one_line(declaration)
            function = re.fullmatch(r"(.+?) ?\(\*(\w+)\) ?\((.*)\)(?: [A-Z_]+(?:\(.*\))?)*",
                                    declaration)
            if function:
                signature = signature_of(function[1], function[3])
                if signature is None:
                    raise ManifestError(f"{header}: {match[1]}.{function[2]}: not understood")
                members[function[2]] = signature
            elif "(" in declaration:
                raise ManifestError(f"{header}: '{declaration}' of {match[1]}: not understood")
            elif declaration:
                members[re.sub(r"\[.*\]", "", declaration).split()[-1].lstrip("*")] = None
        found[match[1]] = Contract(match[1], header, members, buffers)
    return found


def declaration_find(text, name):
    """The Signature of a function that a header declares, or None."""
    match = re.search(rf"(?:^|[;}}])\s*((?:[a-z_]\w*[\s*]+)+?){name}\s*\(([^()]*)\)[^;{{]*;",
                      without_directives(text), flags=re.MULTILINE)
    return signature_of(match[1], match[2]) if match else None


def is_declared(text, declaration):
    """Whether a header has a declaration, a pattern with single blanks."""
    return re.search(rf"(?:^|[;}}]) ?{declaration}", one_line(without_directives(text))) is not None


def constant_find(texts, name):
    """The value of an enumeration constant that is one literal, or None."""
    for text in texts:
        match = re.search(rf"\b{name}\s*=\s*(0[xX][0-9a-fA-F]+|[1-9]\d*|0)\s*[,}}]",
                          without_comments(text), re.ASCII)
        if match:
            return int(match[1], 0)
    return None
