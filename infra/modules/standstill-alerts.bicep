// Mails the agency when the pipeline cannot send its own mail: its log says so as Critical, with a code for each cause.
param token string
param location string
param tags object
param workspaceId string

@description('Who is mailed.')
param agencyAddress string

// The codes that the messages begin with. docs/logs.md says what each means: a test holds them together.
var codes = ['KPI9001', 'KPI9002', 'KPI9003', 'KPI9004']

resource agency 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-kpi-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'kpi-agency'
    enabled: true
    emailReceivers: [{ name: 'agency', emailAddress: agencyAddress, useCommonAlertSchema: true }]
  }
}

resource rule 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = {
  name: 'sqr-kpi-${token}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'KpiFunctions cannot send mail'
    description: 'Something stops all mail of the pipeline: SendGrid\'s key, the vault or the storage. docs/logs.md says what to do about each code.'
    severity: 0
    enabled: true
    scopes: [workspaceId]
    // The table is there only after the first log entry.
    skipQueryValidation: true
    evaluationFrequency: 'PT15M'
    windowSize: 'PT15M'
    criteria: {
      allOf: [
        {
          query: 'AppTraces | extend Code = extract(@"\\b(${join(codes, '|')}): ", 1, Message) | where isnotempty(Code)'
          timeAggregation: 'Count'
          dimensions: [{ name: 'Code', operator: 'Include', values: ['*'] }]
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    // One mail when it begins and one when it has ended, however long it lasts.
    autoMitigate: true
    actions: { actionGroups: [agency.id] }
  }
}
