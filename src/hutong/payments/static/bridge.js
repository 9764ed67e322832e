// Opens WeChat's own payment where this page is shown by WeChat's browser, which alone has the bridge.

const button = document.querySelector("[data-bridge]");

function pay() {
  window.WeixinJSBridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.bridge), () => location.reload());
}
function ready(then) {
  if (window.WeixinJSBridge) then();
  else document.addEventListener("WeixinJSBridgeReady", then, { once: true });
}
button?.addEventListener("click", () => ready(pay));
