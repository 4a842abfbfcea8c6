#include "storage/search_query.h"

#include <algorithm>
#include <set>

#include "storage/search_database.h"
#include "storage/search_reader.h"

namespace hallway {
namespace {

using Xapian::Query;

constexpr size_t kMostQueryWords = 64;
constexpr size_t kFew = 5;  // with all words: then those with some of them are shown, too
// Of documents with some of the words: so many are looked at for having one of the rarest, which
// say most of what is looked for; and so many words in all decide which of them are the best.
constexpr uint64_t kMostLookedAt = 50'000;
constexpr size_t kMostDeciding = 8;
constexpr Xapian::termcount kMostBeginnings = 100;
constexpr int kTries = 4;  // the index may be committed to, twice, during a search

class Decider final : public Xapian::MatchDecider {
 public:
  Decider(const SearchFactsView& facts, const std::function<bool(Id)>& may)
      : facts_(facts), may_(may) {}
  // These stand on the page already.
  void leave_out(const std::vector<Id>& these) { left_out_ = these; }
  bool operator()(const Xapian::Document& document) const override {
    const Id id{facts_.of(document.get_docid()).id};
    return std::ranges::find(left_out_, id) == left_out_.end() && may_(id);
  }

 private:
  const SearchFactsView& facts_;
  const std::function<bool(Id)>& may_;
  std::vector<Id> left_out_;
};

Query all_of(const std::vector<Query>& parts) {
  return {Query::OP_AND, parts.begin(), parts.end()};
}
// A word or phrase that is wanted.
struct Part {
  Query query;
  uint64_t most = 0;  // documents have it
};
Query all_of(const std::vector<Part>& parts) {
  std::vector<Query> queries;
  queries.reserve(parts.size());
  for (const auto& part : parts) queries.push_back(part.query);
  return all_of(queries);
}
Query any_of(const std::vector<Query>& parts) { return {Query::OP_OR, parts.begin(), parts.end()}; }

// Makes the library's query. It never sees what somebody typed but as single terms: there is no
// syntax that could be injected.
class QueryMaker {
 public:
  QueryMaker(SearchIndex::Reader::Database& database, const SearchQuery& from)
      : xapian_(database.xapian), stems_(database.stems), from_(from) {
    const auto known = database.xapian.get_metadata(std::string(kLanguagesKey));
    for (size_t at = 0; at + 2 <= known.size(); at += 2) {
      languages_.push_back(known.substr(at, 2));
    }
  }

  std::vector<Part> wanted() {
    std::vector<Part> parts;
    for (size_t i = 0; i < from_.wanted.size(); ++i) {
      const bool last = i + 1 == from_.wanted.size();
      add_parts(parts, from_.wanted[i], from_.beginnings && last);
    }
    if (parts.size() > kMostQueryWords) parts.resize(kMostQueryWords);
    return parts;
  }

  // `words` within all that narrows them down; of everything, where there are none.
  Query narrowed(const Query& words) {
    const Query all(kind_term(from_.kind));
    Query query = words.empty() ? Query(Query::OP_SCALE_WEIGHT, all, 0) : words;
    for (const auto& one : from_.marks) {
      std::vector<Query> terms;
      terms.reserve(one.size());
      for (const auto& mark : one) terms.emplace_back(mark_term(mark));
      query = Query(Query::OP_FILTER, query, any_of(terms));
    }
    if (!from_.authors.empty()) query = Query(Query::OP_FILTER, query, by(from_.authors));
    if (from_.after || from_.before) query = Query(Query::OP_FILTER, query, between());
    const auto away = unwanted();
    return away.empty() ? query : Query(Query::OP_AND_NOT, query, any_of(away));
  }

 private:
  static Query by(const std::vector<Id>& authors) {
    std::vector<Query> terms;
    terms.reserve(authors.size());
    for (const Id author : authors) terms.emplace_back(author_term(author));
    return any_of(terms);
  }

  [[nodiscard]] Query between() const {
    const Id from{from_.after.value + 1};
    if (!from_.before) return {Query::OP_VALUE_GE, kIdSlot, id_bytes(from)};
    if (from_.before <= from) return Query::MatchNothing;
    return {Query::OP_VALUE_RANGE, kIdSlot, id_bytes(from), id_bytes({from_.before.value - 1})};
  }

  std::vector<Query> unwanted() {
    std::vector<Query> parts;
    for (const auto& phrase : from_.unwanted) {
      std::vector<Part> one;
      add_parts(one, phrase, /*beginning=*/false);
      if (!one.empty()) parts.push_back(all_of(one));
    }
    for (const auto& mark : from_.without) parts.emplace_back(mark_term(mark));
    if (!from_.not_authors.empty()) parts.push_back(by(from_.not_authors));
    return parts;
  }

  void add_parts(std::vector<Part>& parts, const SearchPhrase& phrase, bool beginning) {
    const auto words = search_words(composed(phrase.text));
    if (phrase.exact) return add_phrase(parts, {words.begin(), words.end()});
    for (size_t i = 0; i < words.size() && parts.size() < kMostQueryWords;) {
      size_t end = i + 1;
      while (end < words.size() && words[end].near) ++end;
      std::vector<SearchWord> together(words.begin() + static_cast<std::ptrdiff_t>(i),
                                       words.begin() + static_cast<std::ptrdiff_t>(end));
      i = end;
      if (beginning && end == words.size())
        add_beginning(parts, together);
      else
        add_together(parts, together);
    }
  }

  // Characters by their pairs, which stand wherever they stand; other words of one piece, like
  // "media_files", as a phrase.
  void add_together(std::vector<Part>& parts, const std::vector<SearchWord>& words) {
    const bool characters =
        std::ranges::any_of(words, [](const SearchWord& word) { return word.character; });
    if (words.size() > 1 && !characters) return add_phrase(parts, words);
    for (size_t i = 0; i < words.size(); ++i) {
      if (!words[i].character) {
        parts.push_back(weighed(words[i]));
      } else if (words[i].joined) {
        parts.push_back(term(stems_prefix(from_.kind) + words[i - 1].text + words[i].text));
      } else if (i + 1 == words.size() || !words[i + 1].joined) {
        parts.push_back(plain(words[i]));
      }
    }
  }

  void add_phrase(std::vector<Part>& parts, const std::vector<SearchWord>& words) {
    if (words.empty()) return;
    std::vector<Query> places;
    std::vector<Part> weights;
    uint64_t most = UINT64_MAX;
    for (const auto& word : words) {
      if (places.size() == kMostQueryWords) break;
      const auto place = plain(word);
      places.push_back(place.query);
      most = std::min(most, place.most);
      if (!word.character) weights.push_back(weighed(word));
    }
    Query phrase =
        places.size() == 1 ? places.front() : Query(Query::OP_PHRASE, places.begin(), places.end());
    phrase = Query(Query::OP_SCALE_WEIGHT, phrase, 0);
    if (!weights.empty()) phrase = Query(Query::OP_AND, phrase, all_of(weights));
    parts.push_back({std::move(phrase), most});
  }

  void add_beginning(std::vector<Part>& parts, std::vector<SearchWord> words) {
    const auto last = std::move(words.back());
    words.pop_back();
    if (!words.empty()) add_together(parts, words);
    const Query goes_on(Query::OP_WILDCARD, words_prefix(from_.kind) + last.text, kMostBeginnings,
                        Query::WILDCARD_LIMIT_MOST_FREQUENT);
    const Query known_by(Query::OP_SCALE_WEIGHT, goes_on, 0);
    parts.push_back({Query(Query::OP_OR, weighed(last).query, known_by), xapian_.get_doccount()});
  }

  [[nodiscard]] Part term(const std::string& name) const {
    return {Query(name), xapian_.get_termfreq(name)};
  }
  [[nodiscard]] Part plain(const SearchWord& word) const {
    return term(words_prefix(from_.kind) + word.text);
  }

  // The word in every language that is written here: who searches does not say in which they do.
  Part weighed(const SearchWord& word) {
    std::set<std::string> stems{word.text};
    for (const auto& language : languages_) stems.insert(stems_.stem(word, language));
    std::vector<Query> terms;
    uint64_t most = 0;
    for (const auto& stem : stems) {
      for (const auto& name : weighed_terms(from_.kind, stem)) {
        const auto one = term(name);
        terms.push_back(one.query);
        most += one.most;
      }
    }
    return {Query(Query::OP_SYNONYM, terms.begin(), terms.end()), most};
  }

  const Xapian::Database& xapian_;
  Stems& stems_;
  const SearchQuery& from_;
  std::vector<std::string> languages_;
};

// Documents with one of the rarest words, by these and by the next rare ones.
Query some_of(std::vector<Part> parts) {
  std::ranges::stable_sort(parts, {}, &Part::most);
  if (parts.size() > kMostDeciding) parts.resize(kMostDeciding);
  std::vector<Query> needed, others;
  uint64_t looked_at = 0;
  for (const auto& part : parts) {
    looked_at += part.most;
    const bool enough = !needed.empty() && looked_at > kMostLookedAt;
    (enough ? others : needed).push_back(part.query);
  }
  if (others.empty()) return any_of(needed);
  return {Query::OP_AND_MAYBE, any_of(needed), any_of(others)};
}

class Search {
 public:
  Search(SearchIndex::Reader::Database& database, const SearchQuery& query,
         const std::function<bool(Id)>& may)
      : database_(database), query_(query), decider_(database.facts, may) {}

  SearchHits run() {
    QueryMaker maker(database_, query_);
    auto parts = maker.wanted();
    if (parts.empty() && !query_.wanted.empty()) return {};  // signs, and not one word
    const auto all = parts.empty() ? Query() : all_of(parts);
    if (parts.size() < 2 || !query_.relax) return page(maker.narrowed(all));
    const auto first = ids_of(ask(maker.narrowed(all), 0, kFew));
    if (first.size() >= kFew) return page(maker.narrowed(all));
    std::erase_if(parts, [](const Part& part) { return part.most == 0; });
    if (parts.empty()) return {.relaxed = true};
    return relaxed(first, maker.narrowed(some_of(std::move(parts))));
  }

 private:
  // Those with all words, then those with some.
  SearchHits relaxed(const std::vector<Id>& first, const Query& some) {
    const auto taken = std::min(query_.offset, first.size());
    const auto shown = std::min(query_.limit, first.size() - taken);
    decider_.leave_out(first);
    auto hits = page(some, query_.offset - taken, query_.limit - shown);
    const auto begin = first.begin() + static_cast<std::ptrdiff_t>(taken);
    hits.ids.insert(hits.ids.begin(), begin, begin + static_cast<std::ptrdiff_t>(shown));
    hits.more = hits.more || taken + shown < first.size();
    hits.relaxed = true;
    return hits;
  }

  Xapian::MSet ask(const Query& query, size_t offset, size_t limit) {
    Xapian::Enquire enquire(database_.xapian);
    enquire.set_query(query);
    if (query_.wanted.empty()) {
      enquire.set_weighting_scheme(Xapian::BoolWeight());
      enquire.set_sort_by_value(kIdSlot, /*reverse=*/true);
    } else {
      enquire.set_docid_order(Xapian::Enquire::DESCENDING);  // of equals the newer
    }
    return enquire.get_mset(static_cast<Xapian::doccount>(offset),
                            static_cast<Xapian::doccount>(limit), 0, nullptr, &decider_);
  }

  SearchHits page(const Query& query) { return page(query, query_.offset, query_.limit); }

  SearchHits page(const Query& query, size_t offset, size_t limit) {
    SearchHits hits{.ids = ids_of(ask(query, offset, limit + 1))};
    hits.more = hits.ids.size() > limit;
    if (hits.more) hits.ids.resize(limit);
    return hits;
  }

  [[nodiscard]] std::vector<Id> ids_of(const Xapian::MSet& found) const {
    std::vector<Id> ids;
    ids.reserve(found.size());
    for (auto at = found.begin(); at != found.end(); ++at) {
      ids.push_back({database_.facts.of(*at).id});
    }
    return ids;
  }

  SearchIndex::Reader::Database& database_;
  const SearchQuery& query_;
  Decider decider_;
};

}  // namespace

Result<SearchHits> search(const SearchIndex& index, const SearchQuery& query,
                          const std::function<bool(Id)>& may) {
  const auto reader = TRY(index.read());
  return guarded([&]() -> Result<SearchHits> {
    for (int left = kTries;; --left) {
      try {
        return Search(reader.database(), query, may).run();
      } catch (const Xapian::DatabaseModifiedError&) {
        if (left == 1) throw;
        reader.database().xapian.reopen();
        TRY(reader.database().facts.refresh());
      }
    }
  });
}

std::optional<std::string> respelled(const SearchIndex& index, std::string_view typed) {
  const auto reader = index.read();
  if (!reader.ok()) return std::nullopt;
  auto made = guarded([&]() -> Result<std::string> {
    const auto& database = reader->database().xapian;
    const auto text = composed(typed);
    std::string out;
    size_t at = 0;
    bool changed = false;
    for (const auto& word : search_words(text)) {
      // Whether a word stands in what somebody may not see is not to be learned here.
      const size_t size = word.text.size();
      if (word.character || size < kShortestSpelled || size > kLongestSpelled) continue;
      const auto better = database.get_spelling_suggestion(word.text);
      if (better.empty()) continue;
      out += text.substr(at, word.begin - at) + better;
      at = word.end;
      changed = true;
    }
    if (!changed) return std::string();
    return out + text.substr(at);
  });
  auto found = std::move(made).value_or("");
  if (found.empty()) return std::nullopt;
  return found;
}

}  // namespace hallway
