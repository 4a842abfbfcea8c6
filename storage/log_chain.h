#pragma once
// What the log's entries are to somebody who has them without the store: how each follows from the
// one before.

#include <optional>
#include <string_view>

#include "storage/log.h"

namespace hallway {

// SHA-256(before ‖ seq ‖ at ‖ source ‖ actor ‖ type ‖ activity ‖ object ‖ digest): `before` is the
// chain of the entry before, 32 zeros for the first; numbers are 8 bytes, big-endian, `at` in
// milliseconds, `source` in the order of the enumeration; each text stands behind its length (8
// bytes); digest is SHA-256(salt ‖ payload).
Digest chain_of(const Digest& before, const LogEntry& entry);

std::string_view name_of(Source source);  // "local", "inbox", "fetch", "admin"
std::optional<Source> parse_source(std::string_view text);

}  // namespace hallway
