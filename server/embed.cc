#include "server/embed.h"

#include <algorithm>

#include "server/html_page.h"
#include "server/local_people.h"
#include "server/local_posts.h"
#include "server/node.h"
#include "server/params.h"
#include "server/post_view.h"
#include "server/site.h"

namespace hallway {
namespace {

constexpr size_t kUsualWidth = 400;
constexpr int kCacheSeconds = 86'400;

struct Addressed {
  Actor author;
  Post post;
};

// What /@name/id and /users/name/statuses/id name, if it is a page of this node.
Result<Addressed> find_addressed(const ReadTxn& txn, const Home& home, const std::string& url) {
  const auto missing = fail(Code::not_found, "no such post, or not for everybody");
  const auto iri = Iri::parse(url);
  if (!iri || !home.owns(*iri)) return missing;
  auto path = percent_decode(iri->path());
  if (!path) return missing;
  const Request none;
  for (const auto* pattern : {"/@{name}/{id}", "/users/{name}/statuses/{id}"}) {
    Call call{none, {}};
    if (!matches(pattern, *path, call)) continue;
    auto author = TRY(find_local_actor(txn, home, call["name"]));
    auto post = TRY(find_public_post(txn, home, author, call["id"]));
    return Addressed{std::move(author), std::move(post)};
  }
  return missing;
}

std::string frame_html(const std::string& address, size_t width, std::optional<size_t> height) {
  Html html;
  html.open("iframe", {{"src", address},
                       {"title", "A post"},
                       {"width", std::to_string(width)},
                       {height ? "height" : "", height ? std::to_string(*height) : ""},
                       {"style", "border: 0; max-width: 100%"},
                       {"sandbox", "allow-popups"},
                       {"loading", "lazy"}});
  return html.close().take();
}

// 0, which nobody means, and what is no number say nothing.
std::optional<size_t> bound_in(const Params& params, const char* name) {
  const auto said = static_cast<size_t>(params.id(name).value);
  return said ? std::optional(said) : std::nullopt;
}

}  // namespace

Result<Response> embedded_page(Node& node, const Call& call) {
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto author = TRY(find_local_actor(txn, home, call["name"]));
  const auto post = TRY(find_public_post(txn, home, author, call["id"]));
  Html html;
  write_post(html, txn, home, {.post = post, .author = author, .now = node.now()});
  return framed_answer(node,
                       {.title = author.shown_name() + ": " + excerpt_of(post, 60),
                        .canonical = page_of(post, author, home),
                        .index = false},
                       html.take());
}

Result<Response> api::show_oembed(Node& node, const Call& call) {
  const auto params = TRY(Params::of_query(call.request));
  if (const auto format = params.text("format"); !format.empty() && format != "json") {
    return refusal(501, "only format=json is made");
  }
  const auto txn = TRY(node.read());
  const auto& home = node.home();
  const auto [author, post] = TRY(find_addressed(txn, home, params.text("url")));
  const auto width = std::min(kUsualWidth, bound_in(params, "maxwidth").value_or(kUsualWidth));
  const auto height = bound_in(params, "maxheight");
  const auto address = page_of(post, author, home) + "/embed";
  return json_answer({{"type", "rich"},
                      {"version", "1.0"},
                      {"title", "A post by " + author.shown_name()},
                      {"author_name", author.shown_name()},
                      {"author_url", page_of(author, home)},
                      {"provider_name", site_of(txn, node).name},
                      {"provider_url", home.base.text()},
                      {"cache_age", kCacheSeconds},
                      {"html", frame_html(address, width, height)},
                      {"width", width},
                      {"height", height ? Json(*height) : Json()}});
}

}  // namespace hallway
