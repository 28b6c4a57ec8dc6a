// Drawing a signature with a finger, a pen or the mouse; without JavaScript the typed name signs.
import SignaturePad from "signature_pad";

for (const field of document.querySelectorAll("[data-signature]")) {
  const canvas = field.querySelector("canvas");
  const kept = field.querySelector("input[type=hidden]");
  const clear = field.querySelector("button");
  const pad = new SignaturePad(canvas, { penColor: "#1f1b16", minWidth: 0.8, maxWidth: 2.6 });

  const fit = () => {
    const scale = Math.max(window.devicePixelRatio || 1, 1);
    const strokes = pad.toData();
    canvas.width = canvas.offsetWidth * scale;
    canvas.height = canvas.offsetHeight * scale;
    canvas.getContext("2d").scale(scale, scale);
    pad.fromData(strokes);
  };
  const keep = () => {
    kept.value = pad.isEmpty() ? "" : pad.toDataURL("image/png");
  };
  pad.addEventListener("endStroke", keep);
  clear.addEventListener("click", () => {
    pad.clear();
    keep();
  });
  field.hidden = false;
  const show = () => {
    if (field.offsetWidth) fit();
  };
  for (const choice of document.querySelectorAll("input[name=method]")) choice.addEventListener("change", show);
  new ResizeObserver(show).observe(canvas);
  show();
}
