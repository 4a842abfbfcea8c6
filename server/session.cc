#include "server/session.h"

#include <algorithm>

#include "server/answer.h"
#include "server/node.h"
#include "server/secrets.h"
#include "storage/tokens.h"
#include "storage/values/crypto.h"

namespace hallway {
namespace {

// RFC 6265bis §4.1.3.2: with the prefix, no other host of the domain and no plain http can set it.
std::string_view cookie_name(const Node& node) {
  return node.home().base.https() ? "__Host-hallway" : "hallway";
}

std::string attributes(const Node& node, int64_t seconds_kept) {
  std::string text =
      "; Path=/; Max-Age=" + std::to_string(seconds_kept) + "; HttpOnly; SameSite=Lax";
  if (node.home().base.https()) text += "; Secure";
  return text;
}

std::optional<std::string> find_cookie(const Request& request, std::string_view name) {
  for (const auto line : request.headers.find_all("Cookie")) {
    for (size_t at = 0; at < line.size();) {
      const size_t end = std::min(line.find(';', at), line.size());
      auto pair = line.substr(at, end - at);
      while (pair.starts_with(' ')) pair.remove_prefix(1);
      const size_t equals = pair.find('=');
      if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
        return std::string(pair.substr(equals + 1));
      }
      at = end + 1;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string Session::form_token() const {
  return base64url(as_bytes_view(hmac_sha256(secret, "form")));
}

Result<std::optional<Session>> session_of(Node& node, const Request& request) {
  auto secret = find_cookie(request, cookie_name(node));
  if (!secret || secret->empty()) return std::optional<Session>();
  const auto txn = TRY(node.read());
  const auto token = find_token(txn, *secret, node.now());
  if (!token || token->kind != TokenKind::session) return std::optional<Session>();
  auto account = find_account(txn, token->account);
  if (!account || account->disabled) return std::optional<Session>();
  note_use(node, *secret, *token);
  auto actor = find_actor(txn, account->actor);
  if (!actor) return fail(Code::corrupt, "account " + account->name + " has no actor");
  return std::optional<Session>(
      Session{std::move(*secret), {std::move(*account), std::move(*actor)}});
}

Response to_sign_in(std::string_view next) {
  std::string to = "/sign-in";
  if (is_way_on(next)) to += "?next=" + percent_encode(next);
  auto response = redirect(303, to);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Response to_sign_in_again(std::string_view next) {
  auto response = to_sign_in(next);
  const auto way = is_way_on(next) ? "&next=" + percent_encode(next) : std::string();
  response.headers.set("Location", "/sign-in?again=true" + way);
  return response;
}

bool is_way_on(std::string_view target) {
  constexpr std::string_view kPages[] = {"/me?",
                                         "/authorize_interaction?",
                                         "/oauth/authorize?",
                                         "/oauth/authorize/?" /* as toot asks */,
                                         "/app/welcome",
                                         "/app/admin/begin"};
  const bool plain = std::ranges::all_of(target, [](char c) { return c > ' ' && c < 0x7f; });
  return plain && target.size() <= kLongestWayOn &&
         std::ranges::any_of(kPages, [&](auto page) { return target.starts_with(page); });
}

std::string cookie_of(const Node& node, std::string_view secret) {
  return std::string(cookie_name(node)) + "=" + std::string(secret) +
         attributes(node, kSessionLife.ms / 1'000);
}

std::string cookie_without_session(const Node& node) {
  return std::string(cookie_name(node)) + "=" + attributes(node, 0);
}

Result<void> check_form(const Session& session, const Params& params) {
  const auto sent = params.find("form_token");
  if (!sent || !equal_constant_time(*sent, session.form_token())) {
    return fail(Code::forbidden, "the form was not sent from a page of this node");
  }
  return {};
}

Result<void> check_own_site(const Node& node, const Request& request) {
  const auto site = request.headers.find("Sec-Fetch-Site");
  if (site) {
    if (*site == "same-origin" || *site == "none") return {};
    return fail(Code::forbidden, "another site sent the form");
  }
  // "null" is what browsers send from our own pages, since they give no referrer.
  const auto origin = request.headers.find("Origin");
  if (!origin || *origin == "null" || *origin == node.home().base.origin() ||
      *origin == request.scheme + "://" + request.host) {
    return {};
  }
  return fail(Code::forbidden, "another site sent the form");
}

}  // namespace hallway
