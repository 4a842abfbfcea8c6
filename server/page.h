#pragma once
// The page that staff use, under /app: its files, and how it is known as a program. It does
// everything through the client API, as any other program; what is special is only that nobody is
// asked whether to let it in.

#include <string>
#include <string_view>

#include "federation/home.h"
#include "server/routes.h"
#include "storage/apps.h"

namespace hallway {

// Where who has signed in begins: the page, or without it their page that needs no script.
std::string_view first_page();

Result<Response> show_page(Node& node, const Call& call);       // /app and what is below
Result<Response> show_page_file(Node& node, const Call& call);  // /app/files/{file}
// /app/sw.js: the script that stands between the page and the network, so that it is there without
// one. It changes with each build under the same name.
Result<Response> show_page_worker(Node& node, const Call& call);
// /app/manifest.webmanifest: by which browsers install the page as a program.
Result<Response> show_page_manifest(Node& node, const Call& call);
// /app/client.json: its client ID metadata document.
Result<Response> show_page_program(Node& node, const Call& call);

// The program that the page is, whose client_id is the address of that document.
App page_program(const Home& home);
bool is_page_program(const Home& home, std::string_view client_id);

}  // namespace hallway
