#include "server/refusals.h"

#include <algorithm>

#include "federation/plain_text.h"
#include "storage/values/iri.h"

namespace hallway {
namespace {

constexpr size_t kKept = 20;  // of one domain
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
  auto domain = claimed_domain(request);
  const std::lock_guard lock(mutex_);
  auto* list = by_domain_.find(domain);
  if (!list) list = &by_domain_.put(domain, {});
  list->push_front(std::move(refusal));
  if (list->size() > kKept) list->pop_back();
}

std::vector<Refusal> Refusals::list(const std::string& domain) {
  const std::lock_guard lock(mutex_);
  const auto* list = by_domain_.find(domain);
  return list ? std::vector<Refusal>(list->begin(), list->end()) : std::vector<Refusal>();
}

}  // namespace hallway
