#include "federation/discover.h"

#include <algorithm>

#include "webfinger/xrd.h"

namespace hallway {
namespace {

constexpr std::string_view kAcceptJrd = "application/jrd+json, application/json";
constexpr std::string_view kAcceptXrd = "application/xrd+xml";
constexpr std::string_view kUri = "{uri}";

// Several links may say "self" where a person and a group share a name.
bool names(const Jrd& jrd, const Iri& actor) {
  return std::ranges::any_of(jrd.links, [&](const JrdLink& link) {
    return link.rel == "self" && link.href == actor.text();
  });
}

Handle subject_or(const HandleAnswer& answer) {
  return subject_of(answer.jrd).value_or(answer.asked);
}

Result<Iri> place_of_webfinger(Fetcher& fetcher, const Handle& handle, bool https) {
  const auto usual = TRY(webfinger_url(handle, https));
  const auto host_meta = TRY(usual.resolve("/.well-known/host-meta"));
  const auto xrd = TRY(fetcher.fetch_plain(host_meta, kAcceptXrd));
  auto url = TRY(parse_lrdd_template(xrd.body));
  const auto at = url.find(kUri);
  if (at == std::string::npos) return fail(Code::invalid, "a template without {uri}: " + url);
  url.replace(at, kUri.size(), percent_encode("acct:" + to_string(handle)));
  return Iri::parse(url);
}

Result<HandleAnswer> ask_unless_known(Fetcher& fetcher, const Handle& handle, bool https,
                                      const std::optional<HandleAnswer>& known) {
  if (known && known->asked == handle) return *known;
  return ask_handle(fetcher, handle, https);
}

// FEP-2c59: the handle that the actor's own document names, where that one names the actor.
std::optional<Handle> claimed_handle(Fetcher& fetcher, const Actor& actor, bool https,
                                     const std::optional<HandleAnswer>& known) {
  const auto domain = Domain::parse(actor.domain);
  if (!domain || *domain == actor.iri.domain()) return std::nullopt;
  const Handle claimed{actor.name, *domain};
  const auto there = ask_unless_known(fetcher, claimed, https, known);
  if (!there || !names(there->jrd, actor.iri) || !(subject_or(*there) == claimed)) {
    return std::nullopt;
  }
  return claimed;
}

}  // namespace

Result<HandleAnswer> ask_handle(Fetcher& fetcher, const Handle& handle, bool https) {
  const auto url = TRY(webfinger_url(handle, https));
  auto response = fetcher.fetch_plain(url, kAcceptJrd);
  if (!response && response.error().code == Code::not_found) {
    const auto place = place_of_webfinger(fetcher, handle, https);
    // A host without host-meta, or whose host-meta names the same place: there is no such person.
    if (place && *place != url) response = fetcher.fetch_plain(*place, kAcceptJrd);
  }
  const auto answer = TRY(std::move(response));
  auto jrd = TRY(parse_jrd(answer.body));
  return HandleAnswer{handle, std::move(jrd)};
}

Result<Handle> canonical_handle(Fetcher& fetcher, const Actor& actor, bool https,
                                const std::optional<HandleAnswer>& known) {
  if (auto claimed = claimed_handle(fetcher, actor, https, known)) return *std::move(claimed);
  const Handle own{actor.name, actor.iri.domain()};
  const auto at_home = TRY(ask_unless_known(fetcher, own, https, known));
  const auto refuse = [&](const Handle& handle) {
    return fail(Code::invalid, to_string(handle) + " does not name " + actor.iri.text());
  };
  if (!names(at_home.jrd, actor.iri)) return refuse(own);
  const auto subject = subject_or(at_home);
  if (subject == own) return own;
  const auto there = TRY(ask_unless_known(fetcher, subject, https, known));
  if (!names(there.jrd, actor.iri) || !(subject_or(there) == subject)) return refuse(subject);
  return subject;
}

}  // namespace hallway
