#include "server/source_page.h"

#include "server/html_page.h"
#include "server/node.h"
#include "server/version.h"

namespace hallway {
namespace {

// Whom to ask, where no address is configured.
void write_whom_to_ask(Html& html, const Node& node) {
  const auto& about = node.config().about;
  html.open("p");
  if (!about.contact_email.empty()) {
    html.text("Ask for it at ").element("bdi", {}, about.contact_email).text(".");
  } else if (!about.contact_account.empty()) {
    html.text("Ask ").link("/@" + about.contact_account, "@" + about.contact_account);
    html.text(" for it.");
  } else {
    html.text("Ask those who run this node for it: they gave you your account, or know who did.");
  }
  html.close();
}

}  // namespace

std::string source_address(const Node& node) {
  const auto& said = node.config().about.source;
  return said.empty() ? node.home().at("source").text() : said;
}

Result<Response> source_page(Node& node, const Call&) {
  Html html;
  html.element("h1", {}, "Source");
  html.open("p").text("This node runs Hallway " + std::string(kVersion) +
                      ", which is free software ");
  html.text("under the GNU Affero General Public License, version 3 or later: whoever uses it ");
  html.text("may have the source of just what runs here, with all that was changed in it.").close();
  const auto& said = node.config().about.source;
  if (said.empty()) {
    write_whom_to_ask(html, node);
  } else {
    html.open("p").text("It is at ").link(said, said).text(".").close();
  }
  return page_answer(node, {.title = "Source", .canonical = node.home().at("source").text()},
                     html.take());
}

}  // namespace hallway
