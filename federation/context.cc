#include "federation/context.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string_view>

namespace hallway {
namespace {

struct Term {
  std::string_view name, iri;
  bool names_a_thing = false;  // its value is an IRI
  std::string_view container = {};
};

// By name, in byte order.
constexpr std::array kTerms = {
    Term{"Emoji", "http://joinmastodon.org/ns#Emoji"},
    Term{"EmojiReact", "http://litepub.social/ns#EmojiReact"},
    Term{"EndorseSkill", "urn:hallway:ns:EndorseSkill"},
    Term{"Hashtag", "as:Hashtag"},
    Term{"PropertyValue", "http://schema.org#PropertyValue"},
    Term{"QuoteAuthorization", "https://w3id.org/fep/044f#QuoteAuthorization"},
    Term{"QuoteRequest", "https://w3id.org/fep/044f#QuoteRequest"},
    Term{"_misskey_quote", "https://misskey-hub.net/ns#_misskey_quote"},
    Term{"acceptedAnswer", "http://schema.org/acceptedAnswer", true},
    Term{"alsoKnownAs", "as:alsoKnownAs", true},
    Term{"assertionMethod", "https://w3id.org/security#assertionMethod", true, "@set"},
    Term{"automaticApproval", "https://gotosocial.org/ns#automaticApproval", true},
    Term{"blurhash", "http://joinmastodon.org/ns#blurhash"},
    Term{"canQuote", "https://gotosocial.org/ns#canQuote", true},
    Term{"discoverable", "http://joinmastodon.org/ns#discoverable"},
    Term{"featured", "http://joinmastodon.org/ns#featured", true},
    Term{"featuredTags", "http://joinmastodon.org/ns#featuredTags", true},
    Term{"focalPoint", "http://joinmastodon.org/ns#focalPoint", false, "@list"},
    Term{"hallwayHours", "urn:hallway:ns:hours"},
    Term{"hallwayLabel", "urn:hallway:ns:label"},
    Term{"hallwayManager", "urn:hallway:ns:manager", true},
    Term{"hallwayPlace", "urn:hallway:ns:place"},
    Term{"hallwayQuestion", "urn:hallway:ns:question"},
    Term{"hallwaySkill", "urn:hallway:ns:skill"},
    Term{"hallwayTeam", "urn:hallway:ns:team"},
    Term{"identifier", "http://schema.org/identifier"},
    Term{"implements", "https://w3id.org/fep/844e#implements", true},
    Term{"indexable", "http://joinmastodon.org/ns#indexable"},
    Term{"interactingObject", "https://gotosocial.org/ns#interactingObject", true},
    Term{"interactionPolicy", "https://gotosocial.org/ns#interactionPolicy", true},
    Term{"interactionTarget", "https://gotosocial.org/ns#interactionTarget", true},
    Term{"jobTitle", "http://schema.org/jobTitle"},
    Term{"knowsAbout", "http://schema.org/knowsAbout", false, "@set"},
    Term{"manualApproval", "https://gotosocial.org/ns#manualApproval", true},
    Term{"manuallyApprovesFollowers", "as:manuallyApprovesFollowers"},
    Term{"movedTo", "as:movedTo", true},
    Term{"quote", "https://w3id.org/fep/044f#quote", true},
    Term{"quoteAuthorization", "https://w3id.org/fep/044f#quoteAuthorization", true},
    Term{"quoteUri", "http://fedibird.com/ns#quoteUri"},
    Term{"sensitive", "as:sensitive"},
    Term{"subtitleLanguage", "http://schema.org/subtitleLanguage", false, "@set"},
    Term{"value", "http://schema.org#value"},
    Term{"votersCount", "http://joinmastodon.org/ns#votersCount"},
    Term{"webfinger", "https://purl.archive.org/socialweb/webfinger#webfinger"},
};
static_assert(std::ranges::is_sorted(kTerms, {}, &Term::name));

// What of ours a document uses.
struct Used {
  std::bitset<kTerms.size()> terms;
  bool keys = false, multikeys = false;

  void name(std::string_view name) {
    const auto* term = std::ranges::lower_bound(kTerms, name, {}, &Term::name);
    if (term != kTerms.end() && term->name == name)
      terms.set(static_cast<size_t>(term - kTerms.begin()));
  }
};

void look(const Json& value, Used& used);

// A type is a name as well.
void look_at_type(const Json& type, Used& used) {
  if (type.is_array()) {
    for (const auto& each : type) look_at_type(each, used);
  }
  const auto name = as_string(type).value_or("");
  used.multikeys |= name == "Multikey";
  used.name(name);
}

void look(const Json& value, Used& used) {
  if (value.is_array()) {
    for (const auto& each : value) look(each, used);
  }
  if (!value.is_object()) return;
  for (const auto& [name, of_it] : value.get_ref<const Json::object_t&>()) {
    used.name(name);
    used.keys |= name == "publicKey";
    if (name == "type") look_at_type(of_it, used);
    look(of_it, used);
  }
}

Json definition_of(const Term& term) {
  if (!term.names_a_thing && term.container.empty()) return std::string(term.iri);
  Json out{{"@id", term.iri}};
  if (term.names_a_thing) out["@type"] = "@id";
  if (!term.container.empty()) out["@container"] = term.container;
  return out;
}

}  // namespace

Json context_for(const Json& document, Proven proven) {
  Used used;
  look(document, used);
  Json out = Json::array({"https://www.w3.org/ns/activitystreams"});
  if (used.keys) out.push_back("https://w3id.org/security/v1");
  if (proven == Proven::yes) out.push_back("https://w3id.org/security/data-integrity/v1");
  if (used.multikeys) out.push_back("https://w3id.org/security/multikey/v1");
  Json terms = Json::object();
  for (size_t i = 0; i < kTerms.size(); ++i) {
    if (used.terms[i]) terms[std::string(kTerms.at(i).name)] = definition_of(kTerms.at(i));
  }
  if (!terms.empty()) out.push_back(std::move(terms));
  return out;
}

}  // namespace hallway
