#pragma once
// The search library's side of the index: how terms and values are named. For
// storage/search_*.cc alone.
//
//   word                what texts hold, with positions (a phrase is found by it); is weighed where
//   it
//                       is its own stem
//   Z stem, Z pair      what is weighed: the stem of each other word, each pair of characters
//   U word, U Z stem    the same two of actors
//   Q kind id           the one document of a post or actor
//   K kind              every post, every actor
//   A author, M mark, T topic   what a search is narrowed down by
//   R label             every post that other nodes up to those of the label may learn of
//   S                   its words are in the list by which spelling is mended
// Words are folded to lower case: none begins with a capital letter of ASCII.

#include <xapian.h>

#include <array>
#include <string>
#include <string_view>

#include "storage/search_document.h"
#include "storage/table.h"

namespace hallway {

// The id, big-endian: what is listed by date, or between two. All else is in search_facts.h.
constexpr Xapian::valueno kIdSlot = 0;

inline std::string id_bytes(Id id) { return std::string(view(value_of(id.value))); }
inline std::string words_prefix(Searched kind) { return kind == Searched::actor ? "U" : ""; }
inline std::string stems_prefix(Searched kind) { return words_prefix(kind) + "Z"; }
// The terms under which a stem, or a pair, is weighed.
inline std::array<std::string, 2> weighed_terms(Searched kind, std::string_view stem) {
  return {words_prefix(kind) + std::string(stem), stems_prefix(kind) + std::string(stem)};
}
inline std::string id_term(Searched kind, Id id) {
  return (kind == Searched::actor ? "Qa" : "Qp") + id_bytes(id);
}
inline std::string kind_term(Searched kind) { return kind == Searched::actor ? "Ka" : "Kp"; }
inline std::string author_term(Id author) { return "A" + id_bytes(author); }
inline std::string mark_term(std::string_view mark) {
  return "M" + std::string(mark.substr(0, 200));
}
// Topics are known by a number.
inline uint64_t topic_number(std::string_view topic) {
  return number_at(as_bytes_view(sha256(topic)), 0) | 1;
}
inline std::string number_bytes(uint64_t number) { return std::string(view(value_of(number))); }
inline std::string topic_term(uint64_t topic) { return "T" + number_bytes(topic); }
inline std::string reach_term(Label label) { return "R" + std::to_string(static_cast<int>(label)); }
constexpr std::string_view kLanguagesKey = "languages";  // metadata: two letters each
constexpr std::string_view kSpellingTerm = "S";
constexpr size_t kLongestSpelled = 40, kShortestSpelled = 3;  // bytes

// Runs `work`, whatever the library throws is an error: unavailable.
template <class Work>
auto guarded(const Work& work) -> decltype(work()) {
  try {
    return work();
  } catch (const Xapian::Error& e) {
    return fail(Code::unavailable, "the search index: " + e.get_description());
  }
}

}  // namespace hallway
