// The toolbox's panels, in the order of the menu. Each needs a function of the app.

import * as chat from "./chat.js";
import * as forecast from "./forecast.js";
import * as github from "./github.js";
import * as password from "./password.js";

export const PANELS = [
  { name: "password", title: "Password", needs: "/password/generator/generate", view: password.view },
  { name: "github", title: "GitHub", needs: "/github/repositories/get", view: github.view },
  { name: "chat", title: "Chat", needs: "/openai/chat/open", view: chat.view },
  { name: "forecast", title: "Electricity", needs: "/watttime/emissions/forecast", view: forecast.view },
];
