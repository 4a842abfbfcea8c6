// What somebody types into a search. Nothing is an error and nothing grows: each word and phrase is
// a piece of what was typed, and a phrase reads as itself.

#include "federation/plain_text.h"
#include "federation/search_syntax.h"
#include "tests/fuzz/fuzz.h"

using namespace hallway;
using fuzz::hold;

namespace {

bool reads_as_itself(const std::string& phrase) {
  const auto quoted = "\"" + phrase + "\"";
  if (quoted.size() > kLongestSearch) return true;
  const auto again = parse_search(quoted).wanted;
  return again.size() == 1 && again.front().exact && again.front().text == phrase;
}

void hold_pieces(const std::vector<SearchPhrase>& phrases, std::string_view typed) {
  size_t bytes = 0;
  for (const auto& one : phrases) {
    hold(!one.text.empty(), "nothing is no word");
    hold(typed.find(one.text) != std::string_view::npos, "a word is a piece of what was typed");
    hold(!one.exact || reads_as_itself(one.text), "a phrase reads as itself");
    bytes += one.text.size();
  }
  hold(bytes <= typed.size(), "nothing grows");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto typed = fuzz::text(data, size);
  const auto read = clean_text(utf8_prefix(typed, kLongestSearch));
  const auto text = parse_search(typed);
  hold_pieces(text.wanted, read);
  hold_pieces(text.unwanted, read);
  for (const auto* names : {&text.from, &text.not_from, &text.marks, &text.without}) {
    for (const auto& name : *names) hold(!name.empty(), "nothing is no name");
  }
  return 0;
}
