#include "server/interact.h"

#include "federation/plain_text.h"
#include "server/deeds.h"
#include "server/html_page.h"
#include "server/look_at.h"
#include "server/node.h"
#include "server/params.h"
#include "server/post_view.h"
#include "server/session.h"
#include "webfinger/handle.h"

namespace hallway {
namespace {

constexpr std::string_view kNewPost = "/me?write=";

Result<Resolver::Found> find_named(Node& node, const std::string& text) {
  if (text.starts_with("https://") || text.starts_with("http://")) {
    return node.resolver().resolve_address(TRY(Iri::parse(text)));
  }
  const auto actor = TRY(node.resolver().resolve(TRY(Handle::parse(text))));
  return Resolver::Found{.actor = actor.id, .post = {}};
}

Response page(const Node& node, Html& html, int status = 200) {
  auto response =
      page_answer(node, {.title = "From elsewhere", .form_action = "'self'", .index = false},
                  html.take(), status);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

Result<Response> show_person(Node& node, const Session& session, Id id) {
  const auto txn = TRY(node.read());
  const auto actor = find_actor(txn, id);
  if (!actor || !may_be_shown(txn, node.home(), *actor)) {
    return fail(Code::not_found, "nobody who could be followed");
  }
  Html html;
  html.open("section", {{"class", "card"}});
  html.open("h1").element("bdi", {}, actor->shown_name()).close();
  html.open("p", {{"class", "handle"}});
  html.link(page_of(*actor, node.home()), "@" + actor->handle()).close();
  write_featured_tags(html, node.home(), *actor);
  look_at(node, *actor);
  html.open("form", {{"method", "post"}, {"action", "/me/follow"}});
  write_form_token(html, session);
  html.empty("input", {{"type", "hidden"}, {"name", "handle"}, {"value", "@" + actor->handle()}});
  html.element("button", {}, "Follow").close().close();
  return page(node, html);
}

Result<Response> show_post(Node& node, const Session& session, Id id) {
  const auto txn = TRY(node.read());
  const auto post = find_post(txn, id);
  const auto me = Destination::to_person(session.person.actor.id);
  const auto author = post ? find_actor(txn, post->author) : std::nullopt;
  if (!post || post->gone || !author || !may_flow(txn, node.home(), *post, me)) {
    return fail(Code::not_found, "no post that you could read");
  }
  Html html;
  write_post(html, txn, node.home(),
             {.post = *post, .author = *author, .now = node.now(), .viewer = me});
  write_actions(html, txn, session, *post, node.now());
  return page(node, html);
}

// Other errors are ours, or pass: they are no answer to what was asked.
Result<Response> nothing_page(const Node& node, std::string_view text, const Error& error) {
  if (error.code != Code::not_found && error.code != Code::gone && error.code != Code::forbidden &&
      error.code != Code::invalid) {
    return error;
  }
  Html html;
  html.open("section", {{"class", "card"}});
  html.element("h1", {}, "Nothing was found");
  html.open("p").text("This node looked for ").element("bdi", {}, text).text(".").close();
  html.element("p", {}, "It may have gone, or be on a server that this node does not talk with.");
  html.close();
  return page(node, html, status_of(error.code, Area::page));
}

// Encoded, and no longer than what survives signing in on the way.
std::string shared_text(std::string_view text) {
  constexpr size_t kLongest = kLongestWayOn - kNewPost.size();
  auto encoded = percent_encode(text);
  while (encoded.size() > kLongest) {
    text = utf8_prefix(text,
                       text.size() - (encoded.size() - kLongest + 2) / 3);  // a byte is at most 3
    encoded = percent_encode(text);
  }
  return encoded;
}

}  // namespace

Result<Response> interact_page(Node& node, const Call& call) {
  const auto session = TRY(session_of(node, call.request));
  if (!session) return to_sign_in(call.request.target);
  const auto params = TRY(Params::of_query(call.request));
  const auto text = params.text("uri");
  const auto found = find_named(node, text);
  if (!found) return nothing_page(node, utf8_prefix(text, 500), found.error());
  auto shown = found->post    ? show_post(node, *session, *found->post)
               : found->actor ? show_person(node, *session, *found->actor)
                              : fail(Code::not_found, "nothing there");
  if (!shown) return nothing_page(node, utf8_prefix(text, 500), shown.error());
  return shown;
}

Result<Response> share(Node&, const Call& call) {
  const auto params = TRY(Params::of_query(call.request));
  const auto text = shared_text(params.find("text").value_or(""));
  auto response = redirect(303, std::string(kNewPost) + text + "#compose");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace hallway
