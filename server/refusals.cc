#include "server/refusals.h"

#include <algorithm>

#include "federation/plain_text.h"
#include "storage/values/iri.h"

namespace hallway {
namespace {

constexpr size_t kMostText = 300;

// `header` up to the quote that ends what follows keyId=" in it.
std::string key_id_in(std::string_view header) {
  std::string lower(header);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  });
  const std::string_view mark = "keyid=\"";
  const size_t at = lower.find(mark);
  if (at == std::string::npos) return {};
  header.remove_prefix(at + mark.size());
  return std::string(header.substr(0, header.find('"')));
}

}  // namespace

std::string claimed_domain(const Request& request) {
  for (const auto* name : {"Signature-Input", "Signature"}) {
    const auto iri = Iri::parse(key_id_in(request.headers.find(name).value_or("")));
    if (iri) return iri->domain().text();
  }
  return "unsigned";
}

void Refusals::note(const Request& request, Refusal refusal) {
  refusal.what = std::string(utf8_prefix(refusal.what, kMostText));
  const auto domain = claimed_domain(request);
  const std::lock_guard lock(mutex_);
  auto* list = noted_.find(domain);
  if (!list) list = &noted_.put(domain, {});
  list->push_front(std::move(refusal));
  if (list->size() > kRefusalsKept) list->pop_back();
}

std::vector<Refusal> Refusals::list(const ReadTxn& txn, const std::string& domain) const {
  std::vector<Refusal> all;
  const auto add = [&all](const auto& some) { all.insert(all.end(), some.begin(), some.end()); };
  {
    const std::lock_guard lock(mutex_);
    if (const auto* noted = noted_.find(domain)) add(*noted);
    const auto saving = saving_.find(domain);
    if (saving != saving_.end()) add(saving->second);
  }
  add(list_refusals(txn, domain));
  if (all.size() > kRefusalsKept) all.resize(kRefusalsKept);
  return all;
}

void Refusals::begin_to_save() {
  const std::lock_guard lock(mutex_);
  if (!saving_.empty()) return;  // it failed the last time
  while (saving_.size() < kMostSaved) {
    auto one = noted_.pop();
    if (!one) return;
    saving_.insert(std::move(*one));
  }
}

Result<void> Refusals::save(const Store& store, Writer& writer, Time now) {
  begin_to_save();  // only this changes `saving_`, and reads it without the lock
  const Time before = now - kKept;
  const bool too_much = has_refusals_before(TRY(store.read()), before);
  if (saving_.empty() && !too_much) return {};
  TRY(writer.apply([&](WriteTxn& txn) -> Result<void> {
    for (const auto& [domain, list] : saving_) {
      TRY(add_refusals(txn, domain, {list.begin(), list.end()}));
    }
    return has_refusals_before(txn, before) ? forget_refusals(txn, before) : Result<void>();
  }));
  const std::lock_guard lock(mutex_);
  saving_.clear();
  return {};
}

}  // namespace hallway
