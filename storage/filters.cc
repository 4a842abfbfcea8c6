#include "storage/filters.h"

#include <algorithm>

#include "storage/ids.h"
#include "storage/record.h"

namespace hallway {
namespace {

std::optional<Filter> filter_in(Id owner, std::string_view value) {
  auto r = decode_record<record::Filter>(value);
  if (!r) return std::nullopt;
  Filter filter{.id = {r->id},
                .owner = owner,
                .title = std::move(r->title),
                .contexts = r->contexts,
                .action = static_cast<FilterAction>(r->action),
                .expires = {r->expires}};
  for (auto& word : r->keywords) {
    filter.keywords.push_back({{word->id}, std::move(word->text), word->whole_word});
  }
  for (const auto& one : r->posts) filter.posts.push_back({{one->id}, {one->post}});
  return filter;
}

// The greatest that any keyword or post of a person's filters has.
Id greatest_part(const ReadTxn& txn, const Filter& fresh) {
  Id greatest;
  const auto look = [&](const Filter& filter) {
    for (const auto& word : filter.keywords) greatest = std::max(greatest, word.id);
    for (const auto& one : filter.posts) greatest = std::max(greatest, one.id);
  };
  std::ranges::for_each(list_filters(txn, fresh.owner), look);
  look(fresh);
  return greatest;
}

void number_parts(const ReadTxn& txn, Filter& filter, Time now) {
  Id next = std::max(first_id_at(now), Id{greatest_part(txn, filter).value + 1});
  const auto number = [&](auto& part) {
    if (!part.id) part.id = Id{next.value++};
  };
  std::ranges::for_each(filter.keywords, number);
  std::ranges::for_each(filter.posts, number);
}

}  // namespace

std::optional<Filter> find_filter(const ReadTxn& txn, Id owner, Id filter) {
  const auto value = txn.get(Table::filters, key_of(owner, filter));
  return value ? filter_in(owner, *value) : std::nullopt;
}

std::vector<Filter> list_filters(const ReadTxn& txn, Id owner) {
  std::vector<Filter> filters;
  txn.scan(Table::filters, key_of(owner), [&](std::string_view, std::string_view value) {
    if (auto filter = filter_in(owner, value)) filters.push_back(*std::move(filter));
    return true;
  });
  return filters;
}

Result<void> put_filter(WriteTxn& txn, Filter& filter, Time now) {
  if (!filter.id) filter.id = allocate_id_of(txn, Table::filters, filter.owner, now);
  number_parts(txn, filter, now);
  record::FilterT r;
  r.id = filter.id.value;
  r.title = filter.title;
  r.contexts = filter.contexts;
  r.action = static_cast<record::FilterAction>(filter.action);
  r.expires = filter.expires.ms;
  for (const auto& word : filter.keywords) {
    auto part = std::make_unique<record::FilterKeywordT>();
    part->id = word.id.value;
    part->text = word.text;
    part->whole_word = word.whole_word;
    r.keywords.push_back(std::move(part));
  }
  for (const auto& one : filter.posts) {
    auto part = std::make_unique<record::FilterPostT>();
    part->id = one.id.value;
    part->post = one.post.value;
    r.posts.push_back(std::move(part));
  }
  return txn.put(Table::filters, key_of(filter.owner, filter.id), encode_record<record::Filter>(r));
}

Result<void> erase_filter(WriteTxn& txn, Id owner, Id filter) {
  return txn.erase(Table::filters, key_of(owner, filter));
}

}  // namespace hallway
