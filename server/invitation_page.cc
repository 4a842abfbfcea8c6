#include "server/invitation_page.h"

#include "server/html_page.h"
#include "server/invitations.h"
#include "server/log.h"
#include "server/node.h"
#include "server/page_files.h"
#include "server/params.h"
#include "server/password_strength.h"
#include "server/people.h"
#include "server/session.h"
#include "server/sign_in_form.h"
#include "server/site.h"

namespace hallway {
namespace {

constexpr const char* kNewInvitation = "Ask whoever sent it to you for a new one.";

Response invitation_page(const Node& node, const Site& site, const std::string& wrong,
                         const Params& sent) {
  Html html;
  html.open("section", {{"class", "card"}});
  html.open("h1").text("Welcome to ").element("bdi", {}, site.name).close();
  html.element("p", {}, "You are invited. Make your account, and you are in.");
  write_wrong(html, wrong);
  html.open("form", {{"method", "post"}});
  write_field(html,
              {"name", "text", "Account name",
               "Part of your address, for good: letters, digits, _ . -", "username"},
              sent.text("name"));
  write_field(html, {"display_name", "text", "Your name", "As colleagues shall read it", "name"},
              sent.text("display_name"));
  write_field(html, {"password", "password", "Password",
                     "At least 8 characters; a sentence is good", "new-password"});
  html.element("button", {}, "Make the account").close().close();
  return form_page(node, "Invitation", html, wrong.empty() ? 200 : 422);
}

Result<Response> make_account(Node& node, std::string_view secret, const Params& sent) {
  const auto site = site_of(node);
  const auto password = sent.text("password");
  const auto good =
      check_new_password(password, {sent.text("name"), sent.text("display_name"), site.name});
  if (!good.ok()) return invitation_page(node, site, good.error().what, sent);
  const auto made = add_person(node, {.name = sent.text("name"),
                                      .display_name = sent.text("display_name"),
                                      .password = password,
                                      .invitation = std::string(secret)});
  if (!made.ok()) {
    const auto& error = made.error();
    if (error.code == Code::not_found) return stale_link(node, kNewInvitation);
    if (error.code == Code::invalid || error.code == Code::conflict) {
      return invitation_page(node, site, error.what, sent);
    }
    return error;
  }
  log::info("invitation.accepted", {{"account", made->account.name}});
  return let_in(node, made->account.id, page_files().empty() ? "" : "/app/welcome");
}

}  // namespace

Result<Response> show_invitation(Node& node, const Call& call) {
  const auto txn = TRY(node.read());
  if (!find_invitation(txn, call["secret"], node.now()).ok()) {
    return stale_link(node, kNewInvitation);
  }
  return invitation_page(node, site_of(txn, node), "", Params());
}

Result<Response> accept_invitation(Node& node, const Call& call) {
  TRY(check_own_site(node, call.request));
  const auto sent = TRY(Params::of(call.request));
  // Before anything is made that takes a while.
  if (!find_invitation(TRY(node.read()), call["secret"], node.now()).ok()) {
    return stale_link(node, kNewInvitation);
  }
  return make_account(node, call["secret"], sent);
}

}  // namespace hallway
