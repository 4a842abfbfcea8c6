#pragma once
// Structured field values for HTTP, RFC 8941: what Signature-Input, Signature and Content-Digest
// are written in. Parsing is strict, as §4.2 asks: one wrong character refuses the whole field.
// Parsed and serialized again, a value has exactly one form, which is what signatures cover.

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "storage/values/result.h"

namespace hallway {

struct FieldToken {
  std::string text;
  friend bool operator==(const FieldToken&, const FieldToken&) = default;
};
struct FieldBytes {
  std::string data;
  friend bool operator==(const FieldBytes&, const FieldBytes&) = default;
};
struct FieldDecimal {
  int64_t thousandths = 0;
  friend bool operator==(const FieldDecimal&, const FieldDecimal&) = default;
};
using BareItem = std::variant<bool, int64_t, FieldDecimal, std::string, FieldToken, FieldBytes>;

// In order; a repeated key has overwritten the earlier one (§3.1.2).
using FieldParameters = std::vector<std::pair<std::string, BareItem>>;

struct FieldItem {
  BareItem value;
  FieldParameters parameters;
  friend bool operator==(const FieldItem&, const FieldItem&) = default;
};
struct FieldInnerList {
  std::vector<FieldItem> items;
  FieldParameters parameters;
};
using FieldMember = std::variant<FieldItem, FieldInnerList>;
using FieldList = std::vector<FieldMember>;
using FieldDictionary = std::vector<std::pair<std::string, FieldMember>>;

// Fail with invalid. An empty text is an empty list or dictionary.
Result<FieldItem> parse_field_item(std::string_view text);
Result<FieldList> parse_field_list(std::string_view text);
Result<FieldDictionary> parse_field_dictionary(std::string_view text);

// §4.1. The values must be such as parsing yields (a string is printable ASCII).
std::string serialize_field(const BareItem& value);
std::string serialize_field(const FieldItem& item);
std::string serialize_field(const FieldInnerList& list);
std::string serialize_field(const FieldMember& member);
std::string serialize_field(const FieldList& list);
std::string serialize_field(const FieldDictionary& dictionary);

// A string in quotes, with escapes; invalid unless all of it is printable ASCII.
Result<std::string> quote_field_string(std::string_view text);

const BareItem* find_parameter(const FieldParameters& parameters, std::string_view key);
const FieldMember* find_member(const FieldDictionary& dictionary, std::string_view key);

}  // namespace hallway
