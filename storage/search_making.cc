#include "storage/search_making.h"

#include <algorithm>
#include <vector>

#include "storage/search_database.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

constexpr Xapian::termpos kGap = 100;  // between texts

Label nearer(Label label) { return static_cast<Label>(static_cast<uint8_t>(label) - 1); }

// Adds the words of texts to a document.
class WordAdder {
 public:
  WordAdder(Xapian::Document& to, Stems& stems, const SearchDocument& from)
      : to_(to),
        stems_(stems),
        language_(from.language),
        words_(words_prefix(from.kind)),
        weighed_(stems_prefix(from.kind)) {}

  void add(const std::string& raw) {
    const auto text = composed(raw);
    const auto language =
        Stems::knows(language_) ? std::string_view(language_) : language_by_script(text);
    const auto words = search_words(text);
    for (size_t i = 0; i < words.size(); ++i) {
      if (words[i].character) {
        to_.add_posting(words_ + words[i].text, ++position_, 0);
        add_character(words, i);
      } else {
        add_word(words[i], stems_.stem(words[i], language));
      }
    }
    if (!language.empty()) languages_.insert(std::string(main_language(language)));
    position_ += kGap;
  }

  [[nodiscard]] const std::set<std::string>& languages() const { return languages_; }
  [[nodiscard]] uint32_t length() const { return length_; }

 private:
  // A word that is its own stem is weighed where it stands: two words of three are, and a term less
  // for each makes the index a fifth smaller.
  void add_word(const SearchWord& word, const std::string& stem) {
    const bool own = stem == word.text;
    to_.add_posting(words_ + word.text, ++position_, own ? 1 : 0);
    if (!own) to_.add_term(weighed_ + stem);
    ++length_;
  }

  void add_character(const std::vector<SearchWord>& words, size_t i) {
    const bool before = words[i].joined;
    const bool after = i + 1 < words.size() && words[i + 1].joined;
    if (!before && after) return;  // it counts with the next
    to_.add_term(weighed_ + (before ? words[i - 1].text : "") + words[i].text);
    ++length_;
  }

  Xapian::Document& to_;
  Stems& stems_;
  const std::string& language_;
  const std::string words_, weighed_;
  Xapian::termpos position_ = 0;
  uint32_t length_ = 0;  // words that weigh
  std::set<std::string> languages_;
};

bool is_spelled(std::string_view term) {
  if (term.size() < kShortestSpelled || term.size() > kLongestSpelled) return false;
  const auto first = static_cast<unsigned char>(term.front());
  const bool word = first >= 'a' || first >= 0x80;
  return word && std::ranges::none_of(term, [](char c) { return c >= '0' && c <= '9'; });
}

// The words of a document whose words may be suggested.
std::vector<std::string> spelled_in(const Xapian::Document& document) {
  std::vector<std::string> words;
  for (auto at = document.termlist_begin(); at != document.termlist_end(); ++at) {
    if (is_spelled(*at)) words.push_back(*at);
  }
  return words;
}

// What a document is narrowed down and ranked by, but for its words.
void add_marks(Xapian::Document& made, const SearchDocument& document) {
  made.add_value(kIdSlot, id_bytes(document.id));
  if (document.author) made.add_boolean_term(author_term(document.author));
  if (!document.topic.empty()) made.add_boolean_term(topic_term(topic_number(document.topic)));
  for (auto label = document.reach; label != Label::department; label = nearer(label)) {
    made.add_boolean_term(reach_term(label));
  }
  made.add_boolean_term(id_term(document.kind, document.id));
  made.add_boolean_term(kind_term(document.kind));
  for (const auto& one : document.marks) made.add_boolean_term(mark_term(one));
  if (document.open) made.add_boolean_term(std::string(kSpellingTerm));
}

}  // namespace

MadeDocument make_document(const SearchDocument& from, Stems& stems) {
  MadeDocument made;
  add_marks(made.document, from);
  WordAdder adder(made.document, stems, from);
  for (const auto& text : from.texts) adder.add(text);
  made.languages = adder.languages();
  made.facts = {.id = from.id.value,
                .author = from.author.value,
                .topic = from.topic.empty() ? 0 : topic_number(from.topic),
                .length = adder.length(),
                .reach = static_cast<uint8_t>(from.reach),
                .accepted = from.accepted};
  return made;
}

void add_spelling(Xapian::WritableDatabase& database, const Xapian::Document& document) {
  for (const auto& word : spelled_in(document)) database.add_spelling(word);
}

void forget_spelling(Xapian::WritableDatabase& database, const std::string& own) {
  const auto at = database.postlist_begin(own);
  if (at == database.postlist_end(own)) return;
  const auto old = database.get_document(*at);
  auto mark = old.termlist_begin();
  mark.skip_to(std::string(kSpellingTerm));
  if (mark == old.termlist_end() || *mark != kSpellingTerm) return;
  for (const auto& word : spelled_in(old)) database.remove_spelling(word);
}

}  // namespace hallway
