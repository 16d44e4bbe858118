import type { Metadata } from "next";
import { PlaybookMistakes } from "#components/playbook/playbook-mistakes.tsx";
import { PlaybookRungs } from "#components/playbook/playbook-rungs.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { pageActor } from "#lib/auth/page-actor.ts";
import { playbookVersion } from "#lib/domain/mistakes/mistake-rules.ts";
import { sellingRules } from "#lib/domain/playbook/playbook.ts";
import { listHosts } from "#lib/services/host/index.ts";
import { readForPage } from "../read-for-page.ts";

export const metadata: Metadata = { title: "Playbook" };

export default async function PlaybookPage() {
  const actor = await pageActor("/playbook");
  const hosts = await readForPage(listHosts(actor));
  return (
    <>
      <PageHeader
        title="Playbook"
        meta={`Version ${playbookVersion}. Changes with the rules that are held against tenants.`}
      />
      <div className="flex max-w-5xl flex-col gap-8">
        <Section title="When is which wall enough?" frame="plain">
          <PlaybookRungs hosts={hosts.filter(({ isReplaced }) => !isReplaced)} />
        </Section>
        <Section title="How to say it">
          <ul className="flex max-w-prose list-disc flex-col gap-2 pl-4 marker:text-faint">
            {sellingRules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </Section>
        <Section title="Mistakes that are looked for by name">
          <PlaybookMistakes />
        </Section>
      </div>
    </>
  );
}
