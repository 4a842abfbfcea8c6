#include "server/html_page.h"

#include <array>
#include <cstdio>
#include <ctime>

#include "federation/html.h"
#include "server/answer.h"
#include "server/node.h"
#include "server/site.h"

namespace hallway {
namespace {

bool is_safe_address(std::string_view href) {
  return href.starts_with("https://") || href.starts_with("http://") ||
         (href.starts_with('/') && !href.starts_with("//"));
}

// In a frame, links open outside of it.
enum class Links { here, outside };

void write_head(Html& html, const Site& site, const PageFrame& frame, Links links = Links::here) {
  html.open("head");
  if (links == Links::outside) html.empty("base", {{"target", "_blank"}});
  html.empty("meta", {{"charset", "utf-8"}});
  html.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  html.element("title", {}, frame.title.empty() ? site.name : frame.title + " · " + site.name);
  html.empty("link", {{"rel", "stylesheet"}, {"href", "/assets/style.css"}});
  if (site.logo_icon.empty()) {
    html.empty("link", {{"rel", "icon"}, {"href", "/assets/icon.svg"}, {"type", "image/svg+xml"}});
  } else {
    html.empty("link", {{"rel", "icon"}, {"href", site.logo_icon.text()}});
  }
  html.empty("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  if (!frame.index) html.empty("meta", {{"name", "robots"}, {"content", "noindex"}});
  if (!frame.canonical.empty()) {
    html.empty("link", {{"rel", "canonical"}, {"href", frame.canonical}});
  }
  if (!frame.alternate.empty()) {
    html.empty(
        "link",
        {{"rel", "alternate"}, {"type", "application/activity+json"}, {"href", frame.alternate}});
  }
  if (!frame.oembed.empty()) {
    html.empty("link",
               {{"rel", "alternate"}, {"type", "application/json+oembed"}, {"href", frame.oembed}});
  }
  const auto property = [&](std::string_view name, std::string_view content) {
    if (!content.empty()) html.empty("meta", {{"property", name}, {"content", content}});
  };
  property("og:site_name", site.name);
  property("og:type", frame.og_type);
  property("og:title", frame.title);
  property("og:description", frame.description);
  property("og:url", frame.canonical);
  property("og:image", frame.image);
  if (!frame.description.empty()) {
    html.empty("meta", {{"name", "description"}, {"content", frame.description}});
  }
  html.close();
}

void write_header(Html& html, const Site& site) {
  html.element("a", {{"class", "skip"}, {"href", "#main"}}, "Skip to content");
  html.open("header", {{"class", "top"}});
  html.open("a", {{"href", "/"}, {"class", "home"}});
  if (site.logo.empty()) {
    html.element("span", {{"class", "mark"}, {"aria-hidden", "true"}}, "");
  } else {
    html.empty("img", {{"class", "logo"}, {"src", site.logo.text()}, {"alt", ""}});
  }
  html.element("bdi", {}, site.name);
  html.close().link("/me", "My page", "mine").close();
}

void write_footer(Html& html, const Node& node) {
  html.open("footer", {{"class", "bottom"}});
  html.open("p");
  html.element("bdi", {}, node.home().domain.text());
  html.text(" runs ").link("/source", "Hallway");
  html.text(" and speaks ActivityPub: people elsewhere can follow and answer.");
  html.close().close();
}

struct Words {
  std::string title, sentence;
};

Words words_for(const Error& error) {
  switch (error.code) {
    case Code::not_found:
      return {"Not here", "There is no such page, or it is not for everybody to see."};
    case Code::gone: return {"Gone", "This was deleted by whoever wrote it."};
    case Code::unauthenticated: return {"Who are you?", "Please sign in first."};
    case Code::forbidden: return {"Not allowed", "This is not for you to see or do."};
    case Code::invalid:
    case Code::conflict: return {"That did not work", error.what};
    case Code::too_large: return {"Too much", "What was sent is too large."};
    case Code::full:
      return {"Full", "There is no room here for anything new until an administrator makes some."};
    case Code::limited:
    case Code::unavailable: return {"Later", "Too busy at the moment. Please try again soon."};
    case Code::corrupt:
    case Code::internal: break;
  }
  return {"Our fault", "Something went wrong here. It has been written to the log."};
}

}  // namespace

void Html::tag(std::string_view name, Attributes attributes) {
  out_.append("<").append(name);
  for (const auto& [key, value] : attributes) {
    if (key.empty()) continue;
    out_.append(" ").append(key);
    if (!value.empty() || key == "alt" || key == "value") {
      out_.append("=\"").append(escape_html(value)).append("\"");
    }
  }
  out_.append(">");
}

Html& Html::open(std::string_view name, Attributes attributes) {
  tag(name, attributes);
  open_.emplace_back(name);
  return *this;
}

Html& Html::close() {
  if (open_.empty()) return *this;
  out_.append("</").append(open_.back()).append(">");
  open_.pop_back();
  return *this;
}

Html& Html::text(std::string_view text) {
  out_.append(escape_html(text));
  return *this;
}

Html& Html::element(std::string_view name, Attributes attributes, std::string_view content) {
  return open(name, attributes).text(content).close();
}

Html& Html::empty(std::string_view name, Attributes attributes) {
  tag(name, attributes);
  return *this;
}

Html& Html::trusted(std::string_view html) {
  out_.append(html);
  return *this;
}

Html& Html::link(std::string_view href, std::string_view content, std::string_view css_class) {
  if (!is_safe_address(href)) return text(content);
  return element("a", {{"href", href}, {css_class.empty() ? "" : "class", css_class}}, content);
}

Html& Html::time(Time at) {
  return element("time", {{"datetime", to_rfc3339(at)}}, time_for_people(at));
}

std::string Html::take() {
  while (!open_.empty()) close();
  return std::move(out_);
}

std::string time_for_people(Time at) {
  constexpr std::array kMonths = {"January",   "February", "March",    "April",
                                  "May",       "June",     "July",     "August",
                                  "September", "October",  "November", "December"};
  const std::time_t seconds = at.ms / 1000;
  std::tm parts{};
  if (!::gmtime_r(&seconds, &parts)) return to_rfc3339(at);
  char text[64];
  std::snprintf(text, sizeof text, "%d %s %d, %02d:%02d UTC", parts.tm_mday,
                kMonths[static_cast<size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                parts.tm_min);
  return text;
}

namespace {

// `framed_by`: the origins whose pages may show it in a frame.
void add_policy(Response& response, const Node& node, const PageFrame& frame,
                const char* framed_by) {
  const auto forms = frame.form_action.empty() ? std::string("'none'") : frame.form_action;
  response.headers.add("Content-Security-Policy",
                       "default-src 'none'; style-src 'self'; img-src 'self' " +
                           node.home().base.origin() + "; media-src *; form-action " + forms +
                           "; base-uri 'none'; frame-ancestors " + framed_by);
  response.headers.add("Referrer-Policy", "no-referrer");
}

}  // namespace

Response framed_answer(const Node& node, const PageFrame& frame, const std::string& main) {
  const auto site = site_of(node);
  Html html;
  html.trusted("<!DOCTYPE html>\n");
  html.open("html", {{"lang", frame.language}, {"data-accent", site.accent}});
  write_head(html, site, frame, Links::outside);
  html.open("body", {{"class", "framed"}});
  html.open("main", {{"id", "main"}}).trusted(main).close();
  auto response = text_answer(200, kHtmlType, html.take());
  add_policy(response, node, frame, "*");
  return response;
}

Response page_answer(const Node& node, const PageFrame& frame, const std::string& main,
                     int status) {
  const auto site = site_of(node);
  Html html;
  html.trusted("<!DOCTYPE html>\n");
  html.open("html", {{"lang", frame.language}, {"data-accent", site.accent}});
  write_head(html, site, frame);
  html.open("body");
  write_header(html, site);
  html.open("main", {{"id", "main"}}).trusted(main).close();
  write_footer(html, node);
  auto response = text_answer(status, kHtmlType, html.take());
  add_policy(response, node, frame, "'none'");
  response.headers.add("X-Frame-Options", "DENY");
  return response;
}

Response error_page(const Node& node, const Error& error) {
  const auto words = words_for(error);
  Html html;
  html.open("section", {{"class", "notice"}});
  html.element("h1", {}, words.title);
  html.element("p", {}, words.sentence);
  html.open("p").link("/", "To the front page").close();
  auto response = page_answer(node, {.title = words.title, .index = false}, html.take(),
                              status_of(error.code, Area::page));
  response.headers.add("Cache-Control", "no-store");
  if (error.retryable()) response.headers.add("Retry-After", "30");
  return response;
}

}  // namespace hallway
