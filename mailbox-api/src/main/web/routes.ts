/** Every page: its path, who may have it, and its element. A page is loaded when it is first shown. */
import type { TextKey } from "./i18n.ts";
import type { Role } from "./session.ts";

export interface Route {
  path: string;
  /** What stands in the navigation, in the title and as the heading of the page. */
  title: TextKey;
  roles: readonly Role[];
  /** The element that is the page; it is given nothing. */
  element: string;
  /** Defines the element. */
  load: () => Promise<unknown>;
  /** Whether it is left out of the navigation. */
  hidden?: boolean;
}

export const ROUTES: readonly Route[] = [
  {
    path: "/",
    title: "account.title",
    roles: ["user"],
    element: "account-page",
    load: () => import("./pages/account.ts"),
  },
  {
    path: "/messages",
    title: "mail.title",
    roles: ["user"],
    element: "mail-page",
    load: () => import("./pages/mail.ts"),
  },
  {
    path: "/client",
    title: "client.title",
    roles: ["user"],
    element: "client-page",
    load: () => import("./pages/client.ts"),
  },
  {
    path: "/security",
    title: "security.title",
    roles: ["user"],
    element: "security-page",
    load: () => import("./pages/security.ts"),
  },
  {
    path: "/sign-ins",
    title: "sign-ins.title",
    roles: ["user"],
    element: "sign-ins-page",
    load: () => import("./pages/sign-ins.ts"),
  },
  {
    path: "/switches",
    title: "switches.title",
    roles: ["user"],
    element: "switches-page",
    load: () => import("./pages/switches.ts"),
  },
  {
    path: "/delivery",
    title: "delivery.title",
    roles: ["user"],
    element: "delivery-page",
    load: () => import("./pages/delivery.ts"),
  },
  {
    path: "/traces",
    title: "traces.title",
    roles: ["user"],
    element: "traces-page",
    load: () => import("./pages/traces.ts"),
  },
  {
    path: "/figures",
    title: "figures.title",
    roles: ["admin"],
    element: "figures-page",
    load: () => import("./pages/figures.ts"),
  },
  {
    path: "/queue",
    title: "queue.title",
    roles: ["admin"],
    element: "queue-page",
    load: () => import("./pages/queue.ts"),
  },
  {
    path: "/destinations",
    title: "destinations.title",
    roles: ["admin"],
    element: "destinations-page",
    load: () => import("./pages/destinations.ts"),
  },
  {
    path: "/trace",
    title: "trace.title",
    roles: ["admin"],
    element: "trace-page",
    load: () => import("./pages/trace.ts"),
  },
  {
    path: "/domains",
    title: "domains.title",
    roles: ["admin", "domain-admin"],
    element: "domains-page",
    load: () => import("./pages/domains.ts"),
  },
  {
    path: "/accounts",
    title: "accounts.title",
    roles: ["admin", "domain-admin"],
    element: "accounts-page",
    load: () => import("./pages/accounts.ts"),
  },
  {
    path: "/start",
    title: "start.title",
    roles: ["admin"],
    element: "start-page",
    load: () => import("./pages/start.ts"),
  },
];

/** The page of a path for somebody; undefined when there is none, or none for them. */
export function routeOf(path: string, allowed: (route: Route) => boolean): Route | undefined {
  return ROUTES.find((route) => route.path === path && allowed(route));
}
