const walls = [164, 232, 300, 368, 436];
const compartments = [118, 198, 266, 334, 402, 482];
const lines = Array.from({ length: 12 }, (_, index) => 20 + index * 20);

/** The signature picture, as a drawing only: it claims nothing about any host. */
export function HullDrawing({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 600 240" className={className} fill="none" stroke="currentColor">
      <g strokeWidth="1" opacity="0.28">
        {lines.map((y) => (
          <path key={y} d={`M0 ${y}h600`} strokeDasharray="1 7" />
        ))}
      </g>
      <path
        d="M0 112c25-8 50-8 75 0s50 8 75 0 50-8 75 0 50 8 75 0 50-8 75 0 50 8 75 0 50-8 75 0 50 8 75 0"
        strokeWidth="1.25"
        opacity="0.6"
      />
      <path
        d="M40 62h520c-6 40-22 78-48 104-10 10-22 14-36 14H124c-14 0-26-4-36-14C62 140 46 102 40 62z"
        strokeWidth="3.5"
        fill="var(--hull)"
      />
      {walls.map((x) => (
        <path key={x} d={`M${x} 62v118`} strokeWidth="7" />
      ))}
      <g
        fill="currentColor"
        stroke="none"
        fontSize="11"
        textAnchor="middle"
        fontFamily="var(--font-geist-mono)"
      >
        {compartments.map((x, index) => (
          <text key={x} x={x} y="126">
            {`0${index + 1}`}
          </text>
        ))}
      </g>
      <g strokeWidth="1" opacity="0.6">
        {walls.map((x) => (
          <path key={x} d={`M${x} 194v10M${x - 5} 199h10`} />
        ))}
        <path d="M96 199h408" />
      </g>
    </svg>
  );
}
