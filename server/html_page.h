#pragma once
// Pages for people, without script: a small writer of HTML that escapes everything it is not told
// to trust, and the frame that every page shares.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "federation/http.h"
#include "storage/values/result.h"
#include "storage/values/time.h"

namespace hallway {

class Node;

// Writes elements one after another:
//   Html html;
//   html.open("p", {{"class", "note"}}).text("1 < 2").close();
// Tag and attribute names are ours; attribute values and text are escaped. An attribute whose value
// is empty is written alone ("hidden"), one named "" is left out.
class Html {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Html& open(std::string_view tag, Attributes attributes = {});
  Html& close();  // what was opened last
  Html& text(std::string_view text);
  // open, text, close.
  Html& element(std::string_view tag, Attributes attributes, std::string_view text);
  // An element without content: link, meta, img, input, br, hr.
  Html& empty(std::string_view tag, Attributes attributes = {});
  // HTML that is known to be safe: sanitized by federation/html.h, or written by this.
  Html& trusted(std::string_view html);
  // <a href>: as plain text where `href` is neither http(s) nor a path of ours.
  Html& link(std::string_view href, std::string_view text, std::string_view css_class = {});
  // <time datetime="...">25 November 2026, 13:11 UTC</time>
  Html& time(Time at);

  // Closes whatever is open and gives the text away.
  std::string take();

 private:
  void tag(std::string_view name, Attributes attributes);
  std::string out_;
  std::vector<std::string> open_;
};

struct PageFrame {
  std::string title;        // the node's name is added
  std::string description;  // for link previews; may be empty
  std::string language = "en";
  std::string canonical;  // address of this page
  std::string alternate;  // the same as an activity document; may be empty
  std::string oembed;     // address of what describes a frame that shows this; may be empty
  std::string og_type = "website";
  std::string image;        // for link previews; may be empty
  std::string form_action;  // origins that forms may send to: "'self'"; empty: no forms
  bool index = true;        // may search engines keep it?
};

// The page around `main` (what stands inside <main>), with its headers: a policy that allows our
// style sheet and images and nothing else, no sniffing, no referrer.
Response page_answer(const Node& node, const PageFrame& frame, const std::string& main,
                     int status = 200);
// The same without what surrounds a page, for frames within pages of others; links open outside of
// the frame.
Response framed_answer(const Node& node, const PageFrame& frame, const std::string& main);
// A page that says what went wrong, in words for people.
Response error_page(const Node& node, const Error& error);

// "25 November 2026, 13:11 UTC"
std::string time_for_people(Time at);

}  // namespace hallway
