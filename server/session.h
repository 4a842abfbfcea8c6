#pragma once
// Who looks at a page: sessions in a cookie, and proof that a form was sent from a page of ours.

#include <optional>
#include <string>
#include <string_view>

#include "federation/http.h"
#include "server/params.h"
#include "server/people.h"

namespace hallway {

class Node;

struct Session {
  std::string secret;
  Person person;

  // A hidden field of every form: bound to the session, useless without its cookie.
  [[nodiscard]] std::string form_token() const;
};

// Nothing, where nobody is signed in (no cookie, an old one, a disabled account). Errors: those of
// reading the store.
Result<std::optional<Session>> session_of(Node& node, const Request& request);

// Leads to the sign-in page, and from there on to `next`, where that is a page of is_way_on.
Response to_sign_in(std::string_view next);
// The same for one who may be signed in already, but has to prove again who they are.
Response to_sign_in_again(std::string_view next);
// True for the addresses of pages to which signing in may lead: never to another site, never to
// anything that acts at once.
inline constexpr size_t kLongestWayOn = 16'000;
bool is_way_on(std::string_view target);

// The value of Set-Cookie that opens a session, or ends whatever there is.
std::string cookie_of(const Node& node, std::string_view secret);
std::string cookie_without_session(const Node& node);

// Forbidden, unless `params` carry the session's form token.
Result<void> check_form(const Session& session, const Params& params);

// For forms of people who are not signed in yet: forbidden where the browser says that another
// site sent the form (Fetch Metadata, else Origin).
Result<void> check_own_site(const Node& node, const Request& request);

}  // namespace hallway
