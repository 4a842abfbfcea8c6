#include "federation/search.h"

#include <algorithm>

#include "federation/search_syntax.h"
#include "federation/searchable.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

// Nobody's: where it is asked for what somebody wrote whom we do not know.
constexpr Id kNobody{1};

Id find_person(const ReadTxn& txn, const Home& home, const std::string& name, Id me) {
  if (name == "me") return me;
  const std::string_view text = name;
  const auto bare = text.starts_with('@') ? text.substr(1) : text;
  if (const auto handle = Handle::parse(bare); handle.ok()) {
    const auto actor = find_actor_by_handle(txn, handle->name, handle->domain.text());
    return actor ? actor->id : kNobody;
  }
  const auto actor = find_actor_by_handle(txn, bare, home.domain.text());
  return actor ? actor->id : kNobody;
}

Id last_before(Time time) { return first_id_at(time); }
Id first_after(Time time) {
  const auto first = first_id_at(time);
  return first ? Id{first.value - 1} : first;
}

}  // namespace

Result<SearchHits> search_posts(const ReadTxn& txn, const Home& home, const SearchIndex& index,
                                const SearchWish& wish) {
  const auto text = parse_search(wish.typed);
  if (text.empty()) return SearchHits{};
  SearchQuery query{.kind = Searched::post,
                    .wanted = text.wanted,
                    .unwanted = text.unwanted,
                    .marks = {},
                    .without = text.without};
  for (const auto& mark : text.marks) query.marks.push_back({mark});
  for (const auto& name : text.from) {
    query.authors.push_back(find_person(txn, home, name, wish.person));
  }
  for (const auto& name : text.not_from) {
    query.not_authors.push_back(find_person(txn, home, name, wish.person));
  }
  if (wish.author) {
    const bool other = !query.authors.empty() &&
                       std::ranges::find(query.authors, wish.author) == query.authors.end();
    query.authors = {other ? kNobody : wish.author};
  }
  query.after = std::max(wish.min_id, text.after ? first_after(*text.after) : Id{});
  query.before = text.before ? last_before(*text.before) : Id{};
  if (wish.max_id && (!query.before || wish.max_id < query.before)) query.before = wish.max_id;
  query.offset = wish.offset;
  query.limit = wish.limit;
  Finder finder(txn, home, wish.person);
  if (text.in_library) finder.only_own();
  if (text.in_public) finder.only_public();
  return search(index, query, [&](Id id) { return finder.may_find_post(id); });
}

Result<SearchHits> search_people(const ReadTxn& txn, const Home& home, const SearchIndex& index,
                                 const SearchWish& wish) {
  const auto text = parse_search(wish.typed);
  if (text.wanted.empty() && wish.marks.empty()) return SearchHits{};
  SearchQuery query{.kind = Searched::actor,
                    .wanted = text.wanted,
                    .unwanted = text.unwanted,
                    .relax = false,
                    .beginnings = true,
                    .offset = wish.offset,
                    .limit = wish.limit};
  for (const auto& mark : wish.marks) query.marks.push_back({mark});
  Finder finder(txn, home, wish.person);
  return search(index, query, [&](Id id) { return finder.may_find_person(id); });
}

}  // namespace hallway
