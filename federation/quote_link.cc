#include "federation/quote_link.h"

#include <algorithm>

#include "federation/home.h"

namespace hallway {
namespace {

constexpr std::string_view kQuoteRelation = "https://misskey-hub.net/ns#_misskey_quote";

// FEP-e232: a Link among the tags whose relation says that it is quoted.
std::optional<Iri> linked_quote(const Json& object) {
  for (const auto* tag : find_list(object, "tag")) {
    const auto relations = find_list(*tag, "rel");
    const bool quotes = std::ranges::any_of(
        relations, [](const Json* rel) { return as_string(*rel) == kQuoteRelation; });
    if (quotes && find_string(*tag, "href")) return find_iri(*tag, "href");
  }
  return std::nullopt;
}

Iri quoted_by(const Json& object) {
  for (const auto* key : {"quote", "quoteUri", "quoteUrl", "_misskey_quote"}) {
    if (auto iri = find_iri(object, key)) return *iri;
  }
  return linked_quote(object).value_or(Iri());
}

QuotePolicy policy_of(const Json& object, std::string_view followers) {
  const auto* policy = find_member(object, "interactionPolicy");
  const auto* quoting = policy ? find_member(*policy, "canQuote") : nullptr;
  if (!quoting || !quoting->is_object()) return QuotePolicy::unsaid;
  auto result = QuotePolicy::nobody;
  // GoToSocial calls them always and approvalRequired.
  for (const auto* key : {"automaticApproval", "manualApproval", "always", "approvalRequired"}) {
    for (const auto* who : find_list(*quoting, key)) {
      const auto text = as_string(*who).value_or("");
      if (is_public_collection(text)) return QuotePolicy::anybody;
      if (!followers.empty() && text == followers) result = QuotePolicy::followers;
    }
  }
  return result;
}

Json who_may_quote(const Post& post, const Actor& author) {
  const bool open =
      post.visibility == Visibility::public_ || post.visibility == Visibility::unlisted;
  if (!open || post.quote_policy == QuotePolicy::nobody) return author.iri.text();
  if (post.quote_policy == QuotePolicy::followers) return author.followers.text();
  return std::string(kPublic);
}

}  // namespace

void read_quote(const Json& object, std::string_view author_followers, Post& post) {
  post.quote = quoted_by(object);
  post.quote_policy = policy_of(object, author_followers);
  if (post.quote.empty()) return;
  const auto consent = find_iri(object, "quoteAuthorization");
  if (consent && consent->same_origin(post.quote)) post.quote_consent = *consent;
}

void add_quote(Json& object, const Post& post, const Actor& author) {
  object["interactionPolicy"] = {
      {"canQuote", {{"automaticApproval", Json::array({who_may_quote(post, author)})}}}};
  if (post.quote.empty()) return;
  for (const auto* key : {"quote", "quoteUri", "_misskey_quote"}) object[key] = post.quote.text();
  if (!post.quote_consent.empty()) object["quoteAuthorization"] = post.quote_consent.text();
}

Json consent_json(const Iri& consent, const Iri& author, const Iri& quoting, const Iri& quoted) {
  return {{"id", consent.text()},
          {"type", "QuoteAuthorization"},
          {"attributedTo", author.text()},
          {"interactingObject", quoting.text()},
          {"interactionTarget", quoted.text()}};
}

bool consents(const Json& document, const Iri& author, const Iri& quoting, const Iri& quoted) {
  const auto id = find_iri(document, "id");
  const auto types = find_list(document, "type");
  const bool is_consent = std::ranges::any_of(
      types, [](const Json* type) { return as_string(*type) == "QuoteAuthorization"; });
  return id && is_consent && id->same_origin(author) &&
         find_iri(document, "attributedTo") == author &&
         find_iri(document, "interactingObject") == quoting &&
         find_iri(document, "interactionTarget") == quoted;
}

}  // namespace hallway
