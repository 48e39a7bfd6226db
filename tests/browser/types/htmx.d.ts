interface Htmx {
  ajax(verb: string, path: string, target: Element | string | { target?: Element | string; swap?: string }): Promise<void>;
  config: Record<string, unknown>;
  off(target: EventTarget, event: string, listener: EventListener): void;
  on(target: EventTarget, event: string, listener: EventListener): void;
  process(element: Element): void;
  trigger(element: Element | string, event: string, detail?: unknown): void;
}

/** The vendored htmx, as far as our scripts call it. */
declare const htmx: Htmx;
